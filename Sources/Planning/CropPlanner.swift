package import ReframeSDK

/// Provisional.
package struct CropChoice: Sendable {
  package var crop: PixelRect
  package var cost: [String: Double]
  package var loss: Double
  package var subject: UnitRect?
  package var rivals: [(name: String, crop: PixelRect, cost: [String: Double])]
}

package struct CropPlanner {
  let source: PixelSize
  let subjects: SubjectMap
  package init(source: PixelSize, subjects: SubjectMap) {
    self.source = source
    self.subjects = subjects
  }
  package func plan(_ size: PixelSize) -> CropChoice {
    let box = subjects.regions.first?.box
    let mx = (box?.midX ?? 0.5) * Double(source.width)
    let my = (box?.midY ?? 0.5) * Double(source.height)
    let x = min(max(0, Int(mx) - size.width / 2), source.width - size.width)
    let y = min(max(0, Int(my) - size.height / 2), source.height - size.height)
    return CropChoice(
      crop: PixelRect(x: x, y: y, width: size.width, height: size.height), cost: [:], loss: 0, subject: box,
      rivals: [])
  }
}
