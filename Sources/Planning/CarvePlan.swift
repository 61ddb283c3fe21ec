import ReframeSDK

/// Brings a source to a ratio by seams: how much of its sides to carve, and how much to leave to a crop.
///
/// The source is scaled evenly, loses seams along the side that is too long and gains some along the other, and
/// what would hurt more to carve than to cut off is cut off. Of all such ways the one of the least cost is taken.
struct CarvePlan {
  /// The sides after carving, as shares of the source's: what is too long is at most 1, the other at least 1.
  var width: Double
  var height: Double
  /// What it costs.
  var cost: Double

  /// How much worse it is to lose a share of the source by seams, which bend what stays, than by a crop.
  private static let bending = 1.1
  /// The same for seams that are doubled, which stretch what all can see.
  private static let stretching = 1.8
  /// How bad it is to show the source twice as large as it is: all of it is blurred then.
  private static let enlarging = 0.7
  /// Ways to divide the work that are weighed each way.
  private static let steps = 16

  /// The cheapest way to a picture `ratio` times as wide for its height as the source, which covers the canvas when
  /// it is scaled by `scale`.
  static func cheapest(_ ratio: Double, _ estimate: CarveEstimate?, scale: Double) -> CarvePlan {
    let change = min(ratio, 1 / ratio)
    guard let estimate else { return CarvePlan(ratio, gain: 1, cut: 0, nil, scale: scale) }
    var best: CarvePlan?
    for grown in 0...steps {
      // The short side grows by this part of the whole change, in equal ratios.
      let gain = power(1 / change, Double(grown) / Double(steps))
      for cut in 0...steps {
        let rest = (1 - change * gain) * Double(cut) / Double(steps)
        let way = CarvePlan(ratio, gain: gain, cut: rest, estimate, scale: scale)
        if way.cost < (best?.cost ?? .infinity) - 1e-9 { best = way }
      }
    }
    return best ?? CarvePlan(ratio, gain: 1, cut: 0, estimate, scale: scale)
  }

  /// Ways that do not ask what they cost, by name: seams taken out alone, seams doubled alone where that is no more
  /// than every one, and no seams.
  static func simple(
    _ ratio: Double, _ estimate: CarveEstimate?, scale: Double
  ) -> [(name: String, way: CarvePlan)] {
    let change = min(ratio, 1 / ratio)
    let ways = [
      ("seams taken out", CarvePlan(ratio, gain: 1, cut: 0, estimate, scale: scale)),
      ("seams doubled", CarvePlan(ratio, gain: 1 / change, cut: 0, estimate, scale: scale)),
      ("no seams", CarvePlan(ratio, gain: 1, cut: 1 - change, estimate, scale: scale)),
    ]
    return ways.filter { max($1.width, $1.height) <= 2 }
  }

  /// The way that makes the short side `gain` times as long and cuts the share `rest` off the long one, with what it
  /// costs by an estimate.
  private init(_ ratio: Double, gain: Double, cut rest: Double, _ estimate: CarveEstimate?, scale: Double) {
    let isNarrower = ratio < 1
    let aim = min(ratio, 1 / ratio) * gain
    (width, height) = isNarrower ? (aim + rest, gain) : (gain, aim + rest)
    guard let estimate else {
      cost = 0
      return
    }
    let (long, short) =
      isNarrower ? (estimate.columns, estimate.rows) : (estimate.rows, estimate.columns)
    cost =
      Self.stretching * Self.doubled(gain - 1, short) + Self.enlarging * max(0, scale / gain - 1)
      + Self.bending * CarveEstimate.Side.at(1 - aim - rest, long.carving)
      + CarveEstimate.Side.at(rest, long.cropping)
  }

  /// What doubling a share of a side costs; only half of it has seams that are worth it.
  private static func doubled(_ share: Double, _ side: CarveEstimate.Side) -> Double {
    let most = 0.5
    guard share > most else { return CarveEstimate.Side.at(share, side.carving) }
    return CarveEstimate.Side.at(most, side.carving) * (share / most)
  }

  /// `base` to a power of 16ths, by roots and products that are the same on every machine.
  private static func power(_ base: Double, _ exponent: Double) -> Double {
    var (result, root, rest) = (1.0, base, exponent)
    if rest >= 1 { return base }
    while rest > 0 {
      root = root.squareRoot()
      rest *= 2
      if rest >= 1 {
        result *= root
        rest -= 1
      }
    }
    return result
  }
}

extension FramingPlanner {
  /// The source carved, so that it shows no more and no less than it must.
  func carved(_ output: OutputRequest, _ index: Int) -> OutputPlan {
    let ratio = output.size.map { Double($0.width) / Double($0.height) } ?? output.aspect.value
    let scale = output.size.map {
      max(Double($0.width) / Double(source.width), Double($0.height) / Double(source.height))
    }
    let change = ratio / source.ratio
    let way = CarvePlan.cheapest(change, carving, scale: scale ?? 1)
    let (framing, isCut) = framing(output, way)
    var plan = OutputPlan(output: index, framing, of: source)
    plan.cost = cost(way)
    if isCut { plan.notes = ["carving on would hurt more than a crop; the rest is cut off"] }
    for (name, way) in CarvePlan.simple(change, carving, scale: scale ?? 1) {
      let (other, _) = self.framing(output, way)
      if ([framing] + plan.rivals.map(\.framing)).allSatisfy({ $0 != other }) {
        plan.rivals.append(Rival(name: name, framing: other, cost: cost(way)))
      }
    }
    return plan
  }

  /// What a way to carve costs; nothing where nobody estimated it.
  private func cost(_ way: CarvePlan) -> [String: Double] { carving == nil ? [:] : ["total": way.cost] }

  /// The framing of a way to carve, and whether it cuts anything off.
  private func framing(_ output: OutputRequest, _ way: CarvePlan) -> (Framing, isCut: Bool) {
    let carve = PixelSize(
      width: max(1, Int((Double(source.width) * way.width).rounded())),
      height: max(1, Int((Double(source.height) * way.height).rounded())))
    let size = CanvasRule.largestCrop(output.aspect, of: carve)
    let isCut = abs(size.width - carve.width) > 1 || abs(size.height - carve.height) > 1
    // Regions are fractions, and seams keep off them: they lie about where they lay.
    let crop =
      isCut
      ? CropPlanner(source: carve, subjects: subjects).plan(size).crop
      : PixelRect(x: 0, y: 0, width: carve.width, height: carve.height)
    var framing = Framing(canvas: output.size ?? size, crop: crop, of: carve)
    framing.carve = carve
    return (framing, isCut)
  }
}
