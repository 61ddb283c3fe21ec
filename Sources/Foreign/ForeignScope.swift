internal import CForeign

/// What an expression may speak of, by name.
struct ForeignScope {
  /// Something with a name.
  enum Symbol {
    /// A number that the host knows.
    case number(UInt32)
    /// A text that the host knows.
    case word(UInt32)
    /// JSON, from a path on.
    case json(UInt32, prefix: String)
    /// A value in the frame, or so many.
    case variable(ForeignType, offset: Int, count: Int?)
    /// Values outside, through a pointer in the frame.
    case pointed(ForeignType, offset: Int, length: ForeignExpression)
    /// A pointer in the frame to text.
    case text(offset: Int)
    /// Memory that is only lent to functions.
    case buffer(UInt32)
  }

  private var symbols: [String: Symbol]

  /// What every expression of a detector or a fill finds, or of a calculator.
  init(_ kind: Kind) {
    symbols = [
      "job.id": .word(RFF_JOB_ID), "job.deadline": .number(RFF_DEADLINE),
      "cancelled": .number(RFF_CANCELLED_NUMBER), "stopped": .number(RFF_STOPPED),
      "parameters": .json(RFF_PARAMETERS, prefix: ""),
    ]
    switch kind {
    case .pricing:
      symbols["request"] = .json(RFF_REQUEST, prefix: "")
      symbols["card"] = .json(RFF_CARD, prefix: "")
      symbols["price"] = .json(RFF_CARD, prefix: "pricing")
    case .detector: addPicture("image", RFF_IMAGE_NUMBERS, RFF_IMAGE)
    case .fill:
      addPicture("image", RFF_IMAGE_NUMBERS, RFF_IMAGE)
      addPicture("source", RFF_SOURCE_NUMBERS, RFF_SOURCE)
      for (index, name) in ["x", "y", "width", "height"].enumerated() {
        symbols["placed.\(name)"] = .number(RFF_PLACED_NUMBERS + UInt32(index))
      }
      symbols["seed"] = .number(RFF_SEED)
      symbols["effort"] = .number(RFF_EFFORT)
      symbols["prompt"] = .word(RFF_PROMPT)
    }
  }

  /// What a binding makes.
  enum Kind { case detector, fill, pricing }

  private mutating func addPicture(_ name: String, _ first: UInt32, _ buffer: UInt32) {
    for (index, member) in ["width", "height", "stride", "channels", "length"].enumerated() {
      symbols["\(name).\(member)"] = .number(first + UInt32(index))
    }
    symbols["\(name).pixels"] = .buffer(buffer)
  }

  /// What has that name.
  subscript(name: String) -> Symbol? {
    get { symbols[name] }
    set { symbols[name] = newValue }
  }

  /// Every name, in order.
  var names: [String] { symbols.keys.sorted() }
}
