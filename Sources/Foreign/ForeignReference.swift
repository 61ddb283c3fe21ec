internal import CForeign
internal import StrictJSON
internal import ReframeSDK

/// A name in an expression with what follows it, such as `boxes[i].x` or `parameters.radius`.
struct ForeignReference {
  private enum Step {
    case member(String)
    /// The code of the index, and its value if it is a mere number.
    case index([UInt8], Int64?)
  }

  private let name: String
  private let place: ForeignText
  private var steps: [Step] = []

  init(_ name: String, _ place: ForeignText) {
    self.name = name
    self.place = place
  }

  /// Reads what follows the name; `index` reads an index that is more than a number.
  mutating func read(
    _ text: inout ForeignText, index: (inout ForeignText) throws(ReframeError) -> [UInt8]
  ) throws(ReframeError) {
    while true {
      if try text.take(".") {
        steps.append(.member(try text.name("a member's name")))
      } else if try text.take("[") {
        var ahead = text
        if case .whole(let value) = try ahead.next(), try ahead.take("]") {
          steps.append(.index(ForeignExpression.whole(value), value))
          text = ahead
        } else {
          steps.append(.index(try index(&text), nil))
          try text.expect("]")
        }
      } else {
        return
      }
    }
  }

  /// What the name means, with its first member where the name has a dot, and the steps that are left.
  private func resolved(_ scope: ForeignScope) throws(ReframeError) -> (ForeignScope.Symbol, [Step]) {
    if let symbol = scope[name] { return (symbol, steps) }
    if case .member(let member) = steps.first, let symbol = scope["\(name).\(member)"] {
      return (symbol, Array(steps.dropFirst()))
    }
    throw place.fault("there is no '\(name)' here (known: \(scope.names.joined(separator: ", ")))")
  }

  /// The name with the members behind it.
  private var spelling: String {
    steps.reduce(into: name) { text, step in
      if case .member(let member) = step { text += ".\(member)" }
    }
  }

  /// Code that brings its value.
  func code(_ scope: ForeignScope) throws(ReframeError) -> [UInt8] {
    let (symbol, steps) = try resolved(scope)
    switch symbol {
    case .number(let number):
      try expectNoMore(steps)
      return ExpressionCompiler.code(RFF_OP_NUMBER, Int(number))
    case .word(let word):
      try expectNoMore(steps)
      return ExpressionCompiler.code(RFF_OP_WORD, Int(word))
    case .text(let offset):
      try expectNoMore(steps)
      return ExpressionCompiler.code(RFF_OP_STRING_AT, offset)
    case .json(let root, let prefix): return try json(RFF_OP_JSON, root, prefix, steps)
    case .buffer: throw place.fault("'\(spelling)' is memory, which only a function's buffer takes")
    case .variable(let type, let offset, let count):
      var rest = steps[...]
      var code = ExpressionCompiler.code(RFF_OP_AT, offset)
      if let count { code += try index(&rest, count: count, size: type.size) }
      return try load(code, type, rest)
    case .pointed(let type, let offset, let length):
      var rest = steps[...]
      guard case .index(let index, _) = rest.popFirst() else {
        throw place.fault("'\(name)' points to several; write '\(name)[…]'")
      }
      let code = ExpressionCompiler.code(RFF_OP_AT_POINTER, offset) + index + length.code
      return try load(code + ExpressionCompiler.code(RFF_OP_INDEX_BY, type.size), type, rest)
    }
  }

  /// Code that counts the elements of a list.
  func count(_ scope: ForeignScope) throws(ReframeError) -> [UInt8] {
    let (symbol, steps) = try resolved(scope)
    guard case .json(let root, let prefix) = symbol else {
      throw place.fault("only lists of the job, such as request.outputs, can be counted")
    }
    return try json(RFF_OP_COUNT, root, prefix, steps)
  }

  private func json(_ operation: UInt32, _ root: UInt32, _ prefix: String, _ steps: [Step])
    throws(ReframeError) -> [UInt8]
  {
    var path = prefix
    for step in steps {
      switch step {
      case .member(let name): path += path.isEmpty ? name : ".\(name)"
      case .index(_, let value?): path += "[\(value)]"
      case .index: throw place.fault("an index into '\(name)' is a number such as 0")
      }
    }
    guard !steps.isEmpty else { throw place.fault("name a member of '\(name)', such as \(name).width") }
    var writer = ProgramWriter()
    writer.number(UInt8(operation))
    writer.number(root)
    writer.text(path)
    return writer.bytes
  }

  /// Goes from an address to one number of a type.
  private func load(_ address: [UInt8], _ type: ForeignType, _ steps: ArraySlice<Step>)
    throws(ReframeError) -> [UInt8]
  {
    var (code, type, rest) = (address, type, steps)
    while case .structure(let structure) = type {
      let names = structure.members.map(\.name)
      guard case .member(let name) = rest.popFirst() else {
        throw place.fault(
          "a \(structure.name) is a struct; name one of its members (\(names.joined(separator: ", ")))")
      }
      guard let member = structure.members.first(where: { $0.name == name }) else {
        throw place.fault(
          "a \(structure.name) has no member '\(name)' (known: \(names.joined(separator: ", ")))")
      }
      code += ExpressionCompiler.code(RFF_OP_OFFSET, member.offset)
      if let count = member.count { code += try index(&rest, count: count, size: member.type.size) }
      type = member.type
    }
    try expectNoMore(Array(rest))
    return code + ExpressionCompiler.code(RFF_OP_LOAD, Int(type.code))
  }

  private func index(_ steps: inout ArraySlice<Step>, count: Int, size: Int) throws(ReframeError) -> [UInt8] {
    guard case .index(let code, let value) = steps.popFirst() else {
      throw place.fault("these are \(count); write '[…]' behind the name")
    }
    if let value, value >= count { throw place.fault("there are only \(count), from 0 on") }
    return code + ExpressionCompiler.code(RFF_OP_INDEX, count, size)
  }

  private func expectNoMore(_ steps: [Step]) throws(ReframeError) {
    if case .member(let member) = steps.first {
      throw place.fault("there is no '\(member)' in what '\(name)' means")
    }
    guard steps.isEmpty else { throw place.fault("there is nothing to index in what '\(name)' means") }
  }
}
