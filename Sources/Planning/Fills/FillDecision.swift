package import ReframeSDK

/// Which fill continues which side of a placed source, and in which steps; decided from what the sides look like.
///
/// A side is continued by its trend if it is smooth: if hardly a cell of it holds more than grain, or a colour
/// that its neighbours do not lead to, and if no subject touches it. Others are continued by example. Smooth sides
/// come first: what they gain is smooth by itself, and a model for the rest.
package struct FillDecision: Equatable, Sendable {
  /// One side, and why it is filled as it is.
  package struct Choice: Equatable, Sendable {
    package let side: CanvasSide
    /// The kind of fill.
    package let manner: FillManner
    /// For people, with the numbers it rests on.
    package let reason: String
  }

  /// One call of a fill.
  package struct Step: Equatable, Sendable {
    package let manner: FillManner
    /// The part of the canvas that is filled, in canvas pixels.
    package let view: PixelRect
    /// What of it is there already, in canvas pixels.
    package let placed: PixelRect

    /// Makes a step.
    package init(manner: FillManner, view: PixelRect, placed: PixelRect) {
      self.manner = manner
      self.view = view
      self.placed = placed
    }
  }

  /// The exposed sides, in the order left, right, top, bottom.
  package let choices: [Choice]
  /// In order; none if nothing is exposed.
  package let steps: [Step]

  /// Decides for a source that takes `placed` of a canvas; sides without a reading are filled by example.
  package init(canvas: PixelSize, placed: PixelRect, readings: [BorderReading]) {
    let whole = PixelRect(canvas)
    let exposed = CanvasSide.allCases.filter { $0.reach(from: placed, to: whole) > 0 }
    choices = exposed.map { side in
      Choice(side: side, readings.first { $0.side == side })
    }
    let smooth = choices.filter { $0.manner == .trend }.map(\.side)
    let grown = smooth.reduce(placed) { $1.grown($0, to: whole) }
    steps = [
      Step(manner: .trend, view: grown, placed: placed), Step(manner: .example, view: whole, placed: grown),
    ].filter { $0.view != $0.placed }
  }
}

/// A kind of fill.
package enum FillManner: String, Sendable {
  /// Continues colours and grain.
  case trend
  /// Copies what fits.
  case example

  /// Ids of the plugins that fill in this manner, the best first, then what is left when none is there.
  package var fills: [String] {
    switch self {
    case .trend: ["gradient", "patch", "mirror", "blur"]
    case .example: ["patch", "mirror", "blur"]
    }
  }
}

extension FillDecision.Choice {
  fileprivate init(side: CanvasSide, _ reading: BorderReading?) {
    self.side = side
    guard let reading else {
      manner = .example
      reason = "too small to be judged"
      return
    }
    let isTouched = reading.touched > BorderReading.tolerableTouch
    manner = reading.isSmooth && !isTouched ? .trend : .example
    let numbers =
      "\(percent(reading.smoothShare)) smooth, longest rough run \(percent(reading.longestRoughRun)), "
      + "\(percent(reading.touched)) touched by a subject"
    reason =
      switch (reading.isSmooth, isTouched) {
      case (true, false): "smooth (\(numbers))"
      case (true, true): "a subject touches it (\(numbers))"
      case (false, _): "textured (\(numbers))"
      }
  }
}

private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

extension CanvasSide {
  /// Pixels from the side of `placed` to that of `whole`.
  package func reach(from placed: PixelRect, to whole: PixelRect) -> Int {
    switch self {
    case .left: placed.x - whole.x
    case .right: whole.maxX - placed.maxX
    case .top: placed.y - whole.y
    case .bottom: whole.maxY - placed.maxY
    }
  }

  /// `placed` with this side moved to that of `whole`.
  fileprivate func grown(_ placed: PixelRect, to whole: PixelRect) -> PixelRect {
    let reach = reach(from: placed, to: whole)
    var grown = placed
    if isBeside { grown.width += reach } else { grown.height += reach }
    if self == .left { grown.x -= reach }
    if self == .top { grown.y -= reach }
    return grown
  }
}
