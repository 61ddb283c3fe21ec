internal import Imaging
import ReframeSDK

/// Draws a decision: above, the source under its saliency map with the subjects' boxes; below, the chosen frame
/// with the rest dimmed, and the rivals.
///
/// Yellow: subjects. White: parts that must not be cut, such as a face. Green: the choice. Orange, red, violet, …:
/// the rivals in the order of the plan. A legend with the costs stands underneath.
struct ExplanationDrawing {
  private typealias Color = TinyFont.Color

  private let source: Raster
  private let subjects: SubjectMap?
  private let plan: OutputPlan

  /// Long side of each panel.
  private static let side = 640
  private static let margin = 8
  /// Detectors may answer with many guesses; the strongest of each label tell enough.
  private static let shownRegions = 3
  static let chosen: TinyFont.Color = (60, 220, 90)
  static let subject: TinyFont.Color = (255, 225, 40)
  static let part: TinyFont.Color = (255, 255, 255)
  private static let rivals: [Color] = [(255, 140, 30), (235, 60, 60), (190, 90, 255), (60, 170, 255)]

  init(_ raster: Raster, subjects: SubjectMap?, plan: OutputPlan) throws(ImagingError) {
    source = try raster.flattened().thumbnail(maxSide: Self.side)
    self.subjects = subjects
    self.plan = plan
  }

  /// All panels on one picture, side by side for tall sources: what each detector sees if there are several, what
  /// they see together, and the plan. Frames that reach beyond the source are drawn in
  /// the margin around it.
  func picture() throws(ImagingError) -> Raster {
    let frames = [plan.framing] + plan.rivals.map(\.framing)
    let reach = frames.map(window).map { rect in
      max(-rect.x, -rect.y, rect.maxX - source.width, rect.maxY - source.height)
    }
    let margin = min(Self.side, max(Self.margin, (reach.max() ?? 0) + Self.margin))
    let isTall = source.height > source.width
    let panel = PixelSize(width: source.width + 2 * margin, height: source.height + 2 * margin)
    let maps = maps
    let count = maps.count + 1
    let panels = Raster.Size(
      width: isTall ? count * panel.width : panel.width, height: isTall ? panel.height : count * panel.height)
    let legend = ExplanationLegend(plan, subjects: subjects, width: panels.width)
    let result = try Raster(
      size: Raster.Size(width: panels.width, height: panels.height + legend.height), channels: 3)
    paint(result, result.bounds, (30, 30, 34))
    func place(_ index: Int) -> (x: Int, y: Int) {
      (margin + (isTall ? index * panel.width : 0), margin + (isTall ? 0 : index * panel.height))
    }
    for (index, map) in maps.enumerated() { drawSubjects(map, on: result, at: place(index)) }
    drawFrames(on: result, x: place(maps.count).x, y: place(maps.count).y)
    legend.draw(on: result, y: panels.height)
    return result
  }

  /// The colour of the rival with that index.
  static func rival(_ index: Int) -> TinyFont.Color { rivals[index % rivals.count] }

  /// The colour of regions with that label.
  static func color(of label: String) -> TinyFont.Color {
    label == "salient" || label == "given" ? subject : part
  }

  /// What is drawn of the subjects: what each of several detectors sees, and then what all see together.
  private var maps: [SubjectMap?] {
    let answers = subjects?.answers ?? []
    return answers.map { SubjectMap(regions: $0.regions, saliency: $0.saliency) } + [subjects]
  }

  private func drawSubjects(_ subjects: SubjectMap?, on target: Raster, at place: (x: Int, y: Int)) {
    let (x, y) = place
    for row in 0..<source.height {
      for column in 0..<source.width {
        let heat = subjects?.saliency.map { grid in
          Double(grid[column * grid.columns / source.width, row * grid.rows / source.height]) / 255
        }
        let pixel = source.base + row * source.stride + column * 3
        let light = (Double(pixel[0]) + Double(pixel[1]) + Double(pixel[2])) / 3
        let share = heat ?? 0
        let out = target.base + (y + row) * target.stride + (x + column) * 3
        out[0] = UInt8(min(255, light * 0.55 + share * 190))
        out[1] = UInt8(min(255, light * 0.55 + share * share * 80))
        out[2] = UInt8(min(255, light * 0.55 * (1 - share) + 25))
      }
    }
    for region in (subjects?.strongest(Self.shownRegions) ?? []).reversed() {
      let box = PixelRect(
        x: x + Int((region.box.x * Double(source.width)).rounded()),
        y: y + Int((region.box.y * Double(source.height)).rounded()),
        width: max(3, Int((region.box.width * Double(source.width)).rounded())),
        height: max(3, Int((region.box.height * Double(source.height)).rounded())))
      outline(target, box, Self.color(of: region.label), thickness: 2)
    }
  }

  private func drawFrames(on target: Raster, x: Int, y: Int) {
    let frame = window(plan.framing)
    for row in 0..<source.height {
      for column in 0..<source.width {
        let isInside =
          column >= frame.x && column < frame.maxX && row >= frame.y && row < frame.maxY
        let pixel = source.base + row * source.stride + column * 3
        let out = target.base + (y + row) * target.stride + (x + column) * 3
        for channel in 0..<3 { out[channel] = isInside ? pixel[channel] : pixel[channel] / 3 }
      }
    }
    for (index, rival) in plan.rivals.enumerated().reversed() {
      let rect = window(rival.framing)
      outline(target, shifted(rect, x, y), Self.rival(index), thickness: 2)
    }
    outline(target, shifted(frame, x, y), Self.chosen, thickness: 4)
  }

  /// What a framing shows, in the drawing's source pixels; it may reach beyond the source. A carved source is taken
  /// as if it had been scaled.
  private func window(_ framing: Framing) -> PixelRect {
    let across = Double(source.width) / framing.placement.width
    let down = Double(source.height) / framing.placement.height
    return PixelRect(
      x: Int((-framing.placement.x * across).rounded()), y: Int((-framing.placement.y * down).rounded()),
      width: Int((Double(framing.canvas.width) * across).rounded()),
      height: Int((Double(framing.canvas.height) * down).rounded()))
  }

  private func shifted(_ rect: PixelRect, _ x: Int, _ y: Int) -> PixelRect {
    PixelRect(x: rect.x + x, y: rect.y + y, width: rect.width, height: rect.height)
  }

  private func outline(_ target: Raster, _ rect: PixelRect, _ color: Color, thickness: Int) {
    let edges = [
      PixelRect(x: rect.x, y: rect.y, width: rect.width, height: thickness),
      PixelRect(x: rect.x, y: rect.maxY - thickness, width: rect.width, height: thickness),
      PixelRect(x: rect.x, y: rect.y, width: thickness, height: rect.height),
      PixelRect(x: rect.maxX - thickness, y: rect.y, width: thickness, height: rect.height),
    ]
    for edge in edges { paint(target, Raster.Rect(edge), color) }
  }

  private func paint(_ target: Raster, _ rect: Raster.Rect, _ color: Color) {
    let all = PixelRect(x: 0, y: 0, width: target.width, height: target.height)
    let part = all.intersection(PixelRect(x: rect.x, y: rect.y, width: rect.width, height: rect.height))
    for row in part.y..<max(part.y, part.maxY) {
      for column in part.x..<max(part.x, part.maxX) {
        let pixel = target.base + row * target.stride + column * 3
        pixel[0] = color.red
        pixel[1] = color.green
        pixel[2] = color.blue
      }
    }
  }
}
