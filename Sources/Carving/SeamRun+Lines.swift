extension SeamRun {
  /// How far from where a seam crosses a line the line becomes heavier, in pixels.
  private static let reach = 8
  /// By how much.
  private static let step: UInt8 = 16

  /// Makes straight lines heavier about the places where the accepted seams cross them, so that the next cross
  /// elsewhere and the line grows shorter all along instead of breaking in one place (after Kiess, Kopf, Guthier and
  /// Effelsberg, "Seam carving with improved edge preservation", 2010).
  func spread() {
    for row in 0..<field.height {
      let weights = field.weights(row)
      let path = paths.base + row * starts.count
      for seam in accepted where weights[Int(path[seam])] & 1 == 1 {
        let column = Int(path[seam])
        guard weights[column] != SeamField.barred else { continue }
        for other in max(0, row - Self.reach)...min(field.height - 1, row + Self.reach) {
          let near = field.weights(other)
          for place in max(0, column - Self.reach)...min(field.width - 1, column + Self.reach) {
            guard near[place] & 1 == 1, near[place] != SeamField.barred else { continue }
            near[place] = min(near[place], SeamField.heaviest + 1 - Self.step) + Self.step
          }
        }
      }
    }
  }
}
