internal import Imaging
import ReframeSDK

/// Draws a decision: above, the source under its saliency map with the subjects' boxes; below, the chosen frame
/// with the rest dimmed, and the rivals.
///
/// Yellow: subjects. Green: the choice. Orange, red, violet, …: the rivals in the order of the plan.
struct ExplanationDrawing {
  private typealias Color = (red: UInt8, green: UInt8, blue: UInt8)

  private let source: Raster
  private let size: PixelSize
  private let subjects: SubjectMap?
  private let plan: OutputPlan
  private let scale: Double

  /// Long side of each of the two panels.
  private static let side = 640
  private static let margin = 8
  private static let chosen: Color = (60, 220, 90)
  private static let subject: Color = (255, 225, 40)
  private static let rivals: [Color] = [(255, 140, 30), (235, 60, 60), (190, 90, 255), (60, 170, 255)]

  init(_ raster: Raster, source size: PixelSize, subjects: SubjectMap?, plan: OutputPlan) throws(ImagingError)
  {
    source = try raster.flattened().thumbnail(maxSide: Self.side)
    self.size = size
    self.subjects = subjects
    self.plan = plan
    scale = Double(source.width) / Double(size.width)
  }

  /// Both panels on one picture, side by side for tall sources. Frames that reach beyond the source are drawn in
  /// the margin around it.
  func picture() throws(ImagingError) -> Raster {
    let frames = [plan.framing] + plan.rivals.map(\.framing)
    let reach = frames.map(window).map { rect in
      max(-rect.x, -rect.y, rect.maxX - source.width, rect.maxY - source.height)
    }
    let margin = min(Self.side, max(Self.margin, (reach.max() ?? 0) + Self.margin))
    let isTall = source.height > source.width
    let panel = PixelSize(width: source.width + 2 * margin, height: source.height + 2 * margin)
    let result = try Raster(
      size: Raster.Size(
        width: isTall ? 2 * panel.width : panel.width, height: isTall ? panel.height : 2 * panel.height),
      channels: 3)
    paint(result, result.bounds, (30, 30, 34))
    drawSubjects(on: result, x: margin, y: margin)
    drawFrames(on: result, x: margin + (isTall ? panel.width : 0), y: margin + (isTall ? 0 : panel.height))
    return result
  }

  private func drawSubjects(on target: Raster, x: Int, y: Int) {
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
    for region in subjects?.regions ?? [] {
      let box = PixelRect(
        x: x + Int(region.box.x * Double(source.width)), y: y + Int(region.box.y * Double(source.height)),
        width: max(3, Int(region.box.width * Double(source.width))),
        height: max(3, Int(region.box.height * Double(source.height))))
      outline(target, box, Self.subject, thickness: region.score >= 0.5 ? 3 : 1)
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
      outline(target, shifted(rect, x, y), Self.rivals[index % Self.rivals.count], thickness: 2)
    }
    outline(target, shifted(frame, x, y), Self.chosen, thickness: 4)
  }

  /// What a framing shows, in the drawing's source pixels; it may reach beyond the source.
  private func window(_ framing: Framing) -> PixelRect {
    let factor = Double(source.width) / framing.placement.width
    return PixelRect(
      x: Int((-framing.placement.x * factor).rounded()), y: Int((-framing.placement.y * factor).rounded()),
      width: Int((Double(framing.canvas.width) * factor).rounded()),
      height: Int((Double(framing.canvas.height) * factor).rounded()))
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
