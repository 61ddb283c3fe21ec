extension String {
  /// The text on one line, with nothing in it that a terminal would obey: plugins and file names may hold anything.
  var printable: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      let isHidden = isControl || Self.turningMarks.contains(scalar.value)
      result.append(isHidden ? (isControl && scalar.properties.isWhitespace ? " " : "\u{FFFD}") : scalar)
    }
    return String(result)
  }

  /// Marks that make text run the other way, and so make a name look like another.
  private static let turningMarks: Set<UInt32> = Set(0x202A...0x202E).union(0x2066...0x2069)
}
