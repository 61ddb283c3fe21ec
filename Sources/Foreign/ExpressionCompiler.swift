internal import CForeign
internal import StrictJSON
internal import ReframeSDK

/// Turns the text of an expression into instructions for a stack machine.
///
/// From the loosest binding to the tightest: `a ? b : c`, `a ?? b`, `||`, `&&`, comparisons, `+ -`, `* / %`, `- !`.
struct ExpressionCompiler {
  private var text: ForeignText
  private let scope: ForeignScope
  private var depth = 0

  /// How deep parentheses and the like may be nested.
  private static let depthLimit = 40

  init(_ text: ForeignText, _ scope: ForeignScope) {
    self.text = text
    self.scope = scope
  }

  /// The code of all of the text.
  mutating func whole() throws(ReframeError) -> [UInt8] {
    let code = try choice()
    guard try text.peek() == .end else { throw text.fault("expected an operator") }
    return code
  }

  private mutating func choice() throws(ReframeError) -> [UInt8] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw text.fault("nested more than \(Self.depthLimit) levels deep")
    }
    let condition = try fallback()
    guard try text.take("?") else { return condition }
    let first = try choice()
    try text.expect(":")
    return Self.choose(condition, first, else: try choice())
  }

  private mutating func fallback() throws(ReframeError) -> [UInt8] {
    let first = try either()
    guard try text.take("??") else { return first }
    let second = try fallback()
    return first + Self.code(RFF_OP_SKIP_UNLESS_MISSING, second.count) + second
  }

  private mutating func either() throws(ReframeError) -> [UInt8] {
    var left = try both()
    while try text.take("||") {
      left = Self.choose(left, ForeignExpression.whole(1), else: Self.truth(try both()))
    }
    return left
  }

  private mutating func both() throws(ReframeError) -> [UInt8] {
    var left = try comparison()
    while try text.take("&&") {
      left = Self.choose(left, Self.truth(try comparison()), else: ForeignExpression.whole(0))
    }
    return left
  }

  private mutating func comparison() throws(ReframeError) -> [UInt8] {
    let left = try sum()
    guard case .sign(let sign) = try text.peek(), ["==", "!=", "<", "<=", ">", ">="].contains(sign) else {
      return left
    }
    _ = try text.next()
    let right = try sum()
    switch sign {
    case "==": return left + right + Self.code(RFF_OP_EQUAL)
    case "!=": return left + right + Self.code(RFF_OP_EQUAL) + Self.code(RFF_OP_NOT)
    case "<": return left + right + Self.code(RFF_OP_LESS)
    case "<=": return left + right + Self.code(RFF_OP_LESS_OR_EQUAL)
    // The other way round, so that nothing compares with what is not a number.
    case ">": return right + left + Self.code(RFF_OP_LESS)
    default: return right + left + Self.code(RFF_OP_LESS_OR_EQUAL)
    }
  }

  private mutating func sum() throws(ReframeError) -> [UInt8] {
    var left = try product()
    while case .sign(let sign) = try text.peek(), sign == "+" || sign == "-" {
      _ = try text.next()
      left += try product() + Self.code(sign == "+" ? RFF_OP_ADD : RFF_OP_SUBTRACT)
    }
    return left
  }

  private mutating func product() throws(ReframeError) -> [UInt8] {
    let operators = ["*": RFF_OP_MULTIPLY, "/": RFF_OP_DIVIDE, "%": RFF_OP_REMAINDER]
    var left = try unary()
    while case .sign(let sign) = try text.peek(), let code = operators[sign] {
      _ = try text.next()
      left += try unary() + Self.code(code)
    }
    return left
  }

  private mutating func unary() throws(ReframeError) -> [UInt8] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw text.fault("nested more than \(Self.depthLimit) levels deep")
    }
    if try text.take("-") { return try unary() + Self.code(RFF_OP_NEGATE) }
    if try text.take("!") { return try unary() + Self.code(RFF_OP_NOT) }
    let before = text
    switch try text.next() {
    case .whole(let value): return ForeignExpression.whole(value)
    case .real(let value): return ForeignExpression.real(value)
    case .text(let value):
      var writer = ProgramWriter()
      writer.number(UInt8(RFF_OP_TEXT))
      writer.text(value)
      return writer.bytes
    case .sign("("):
      let inner = try choice()
      try text.expect(")")
      return inner
    case .name(let name): return try named(name, before)
    default: throw before.fault("expected a value")
    }
  }

  private mutating func named(_ name: String, _ before: ForeignText) throws(ReframeError) -> [UInt8] {
    switch name {
    case "true": return ForeignExpression.whole(1)
    case "false", "null": return ForeignExpression.whole(0)
    default: break
    }
    if try text.take("(") { return try function(name, before) }
    var reference = ForeignReference(name, before)
    try reference.read(&text) { (text) throws(ReframeError) in
      var inner = ExpressionCompiler(text, scope)
      inner.depth = depth
      let code = try inner.choice()
      text = inner.text
      return code
    }
    return try reference.code(scope)
  }

  private mutating func function(_ name: String, _ before: ForeignText) throws(ReframeError) -> [UInt8] {
    if name == "count" {
      var reference = ForeignReference(try text.name("a path"), before)
      try reference.read(&text) { (text) throws(ReframeError) in throw text.fault("expected a number") }
      try text.expect(")")
      return try reference.count(scope)
    }
    let functions: [String: (code: UInt32, arity: Int)] = [
      "min": (RFF_OP_MIN, 2), "max": (RFF_OP_MAX, 2), "abs": (RFF_OP_ABS, 1), "floor": (RFF_OP_FLOOR, 1),
      "ceil": (RFF_OP_CEIL, 1), "round": (RFF_OP_ROUND, 1), "number": (RFF_OP_DECIMAL, 1),
    ]
    guard let known = functions[name] else {
      let names = (functions.keys + ["count"]).sorted().joined(separator: ", ")
      throw before.fault("there is no function '\(name)' (known: \(names))")
    }
    var code = try choice()
    for _ in 1..<known.arity {
      try text.expect(",")
      code += try choice()
    }
    try text.expect(")")
    return code + Self.code(known.code)
  }

  /// An instruction.
  static func code(_ operation: UInt32, _ operands: Int...) -> [UInt8] {
    var writer = ProgramWriter()
    writer.number(UInt8(operation))
    for operand in operands { writer.count(operand) }
    return writer.bytes
  }

  private static func choose(_ condition: [UInt8], _ first: [UInt8], else second: [UInt8]) -> [UInt8] {
    let first = first + code(RFF_OP_SKIP, second.count)
    return condition + code(RFF_OP_SKIP_IF_ZERO, first.count) + first + second
  }

  /// The same as 0 or 1.
  private static func truth(_ value: [UInt8]) -> [UInt8] { value + code(RFF_OP_NOT) + code(RFF_OP_NOT) }
}
