internal import StrictJSON
internal import ReframeSDK

/// What a function takes and gives, as a manifest says it in words much like C's.
struct ForeignSignature {
  /// How a parameter travels.
  enum Form {
    /// By value.
    case value(ForeignType)
    /// `T *name[length]`: memory of the host's.
    case buffer(ForeignType, length: String, isWritten: Bool)
    /// `in`, `out` or `inout T name`: a pointer to one, or to so many.
    case reference(Direction, ForeignType, count: Int?)
    /// `text name`: UTF-8 that ends with a zero.
    case text
    /// `callback name`: a function of ours.
    case callback
  }

  /// Who sets what a pointer points to.
  enum Direction: String, CaseIterable {
    case host = "in"
    case function = "out"
    case both = "inout"
  }

  struct Parameter {
    let name: String
    let form: Form
  }

  /// What comes back.
  enum Result {
    case nothing
    case value(ForeignType)
    /// `const T *[length]`: a pointer to so many, which stay the library's.
    case pointed(ForeignType, length: String)
  }

  let name: String
  let result: Result
  let parameters: [Parameter]
  /// How many come before the `...`, if there is one.
  let fixedCount: Int?

  /// More than any function that is worth binding.
  private static let parameterLimit = 64
  private static let elementLimit = 65536

  /// Reads one; callbacks have no name.
  init(_ place: JSONPlace, structs: [String: ForeignStruct], isCallback: Bool = false)
    throws(ReframeError)
  {
    var text = try ForeignText(try place.text(), at: place)
    result = try Self.result(&text, structs)
    name = isCallback ? "" : try text.name("the function's name")
    try text.expect("(")
    var (parameters, fixedCount) = ([Parameter](), Int?.none)
    if try !text.take(")") {
      repeat {
        if try text.take("...") {
          guard fixedCount == nil else { throw text.fault("a second '...'") }
          guard !parameters.isEmpty else {
            throw text.fault("'...' follows no parameter, which C does not allow")
          }
          fixedCount = parameters.count
          continue
        }
        if parameters.isEmpty, try text.takeVoid() { break }
        let parameter = try Self.parameter(&text, structs)
        if parameters.contains(where: { $0.name == parameter.name }) {
          throw text.fault("a second parameter '\(parameter.name)'")
        }
        if fixedCount != nil { try Self.checkVariadic(parameter, text) }
        parameters.append(parameter)
        guard parameters.count <= Self.parameterLimit else {
          throw text.fault("more than \(Self.parameterLimit) parameters")
        }
      } while try text.take(",")
      try text.expect(")")
    }
    guard try text.peek() == .end else { throw text.fault("expected nothing more") }
    if isCallback, fixedCount != nil { throw place.fault("a callback has no '...'") }
    self.parameters = parameters
    self.fixedCount = fixedCount
  }

  private static func result(_ text: inout ForeignText, _ structs: [String: ForeignStruct])
    throws(ReframeError) -> Result
  {
    if try text.takeWord("void") { return .nothing }
    let isConstant = try text.takeWord("const")
    let type = try type(&text, structs)
    guard try text.take("*") else {
      if isConstant { throw text.fault("expected '*'") }
      return .value(type)
    }
    guard try text.take("[") else {
      throw text.fault("expected '[' and how many the result points to (or the type 'pointer')")
    }
    return .pointed(type, length: try text.bracketed())
  }

  private static func parameter(_ text: inout ForeignText, _ structs: [String: ForeignStruct])
    throws(ReframeError) -> Parameter
  {
    if try text.takeWord("text") { return Parameter(name: try text.name("a name"), form: .text) }
    if try text.takeWord("callback") { return Parameter(name: try text.name("a name"), form: .callback) }
    for direction in Direction.allCases where try text.takeWord(direction.rawValue) {
      let type = try type(&text, structs)
      let name = try text.name("a name")
      let count = try text.take("[") ? try count(text.bracketed(), text) : nil
      return Parameter(name: name, form: .reference(direction, type, count: count))
    }
    let isConstant = try text.takeWord("const")
    let isBytes = try text.takeWord("void")
    let type = isBytes ? .byte : try type(&text, structs)
    guard try text.take("*") else {
      if isConstant || isBytes { throw text.fault("expected '*'") }
      return Parameter(name: try text.name("a name"), form: .value(type))
    }
    let name = try text.name("a name")
    guard try text.take("[") else {
      throw text.fault("expected '[' and the length of '\(name)' in elements")
    }
    return Parameter(name: name, form: .buffer(type, length: try text.bracketed(), isWritten: !isConstant))
  }

  /// Reads the members of a struct: `f64 x, f64 y, u8 name[16]`.
  static func members(_ place: JSONPlace, structs: [String: ForeignStruct])
    throws(ReframeError) -> [(name: String, type: ForeignType, count: Int?)]
  {
    var text = try ForeignText(try place.text(), at: place)
    var members: [(name: String, type: ForeignType, count: Int?)] = []
    repeat {
      let type = try type(&text, structs)
      let name = try text.name("a name")
      guard !members.contains(where: { $0.name == name }) else {
        throw text.fault("a second member '\(name)'")
      }
      members.append((name, type, try text.take("[") ? try count(text.bracketed(), text) : nil))
    } while try text.take(",")
    guard try text.peek() == .end else { throw text.fault("expected ','") }
    return members
  }

  private static func type(_ text: inout ForeignText, _ structs: [String: ForeignStruct])
    throws(ReframeError) -> ForeignType
  {
    let before = text
    let name = try text.name("a type")
    if let type = ForeignType.named[name] { return type }
    if let structure = structs[name] { return .structure(structure) }
    let known = ["i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "f32", "f64", "pointer", "text"]
    throw before.fault(
      "there is no type '\(name)' (known: \((known + structs.keys.sorted()).joined(separator: ", ")))")
  }

  private static func count(_ inner: String, _ text: ForeignText) throws(ReframeError) -> Int {
    guard let count = Int(inner.filter { $0 != " " }), (1...elementLimit).contains(count) else {
      throw text.fault("'\(inner)' is not a number of elements from 1 to \(elementLimit)")
    }
    return count
  }

  private static func checkVariadic(_ parameter: Parameter, _ text: ForeignText) throws(ReframeError) {
    guard case .value(let type) = parameter.form, type.isPromoted else { return }
    throw text.fault(
      "'\(parameter.name)' follows '...', where C passes int and double instead; write i32 or f64")
  }
}
