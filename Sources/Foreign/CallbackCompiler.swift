internal import CForeign
internal import StrictJSON
internal import ReframeSDK

/// Compiles a function that the library calls back.
struct CallbackCompiler {
  private let name: String
  private let place: JSONPlace
  private let structs: [String: ForeignStruct]
  private let isDetector: Bool
  private var scope: ForeignScope
  private(set) var frame: FrameLayout

  private static let standardLimit = 100_000

  init(_ name: String, _ place: JSONPlace, _ binding: BindingCompiler) {
    self.name = name
    self.place = place
    structs = binding.structs
    isDetector = binding.kind == .detector
    scope = binding.scope
    frame = binding.frame
  }

  mutating func compile() throws(ReframeError) -> ProgramWriter {
    let own = ["signature", "limit", "when", "progress", "log", "returns"]
    let members = try place.members(own + (isDetector ? ["region"] : []))
    let signaturePlace = try members.required("signature")
    let signature = try ForeignSignature(signaturePlace, structs: structs, isCallback: true)
    var writer = ProgramWriter()
    writer.text(name)
    writer.count(signature.parameters.count)
    for parameter in signature.parameters {
      let type = try type(of: parameter, signaturePlace)
      let slot = try room(type.size)
      writer.number(type.code)
      writer.count(slot)
      define(parameter, at: slot)
    }
    try lengths(signature, signaturePlace)
    try result(signature.result, members, signaturePlace, &writer)
    writer.count(try members["limit"]?.whole(1...10_000_000) ?? Self.standardLimit)
    for name in ["when", "progress", "log", "returns"] { writer.expression(try expression(members[name])) }
    writer.flag(members["region"] != nil)
    if let region = members["region"] {
      writer.append(try BindingCompiler.find(region, scope, isList: false))
    }
    return writer
  }

  private func result(
    _ result: ForeignSignature.Result, _ members: JSONMembers, _ place: JSONPlace,
    _ writer: inout ProgramWriter
  ) throws(ReframeError) {
    switch result {
    case .nothing:
      writer.number(RFF_VOID)
      if let returns = members["returns"] { throw returns.fault("the callback returns nothing") }
    case .value(.scalar(let code)) where code != RFF_POINTER:
      writer.number(code)
      _ = try members.required("returns")
    default: throw place.fault("a callback gives a number or nothing")
    }
    // Callbacks leave their results with the caller, so that none needs room of its own.
    writer.count(0)
  }

  private func type(of parameter: ForeignSignature.Parameter, _ place: JSONPlace)
    throws(ReframeError) -> ForeignType
  {
    switch parameter.form {
    case .value(let type): return type
    case .text, .buffer(_, _, isWritten: false): return .pointer
    default:
      throw place.fault(
        "'\(parameter.name)': a callback takes values, structs, text, pointers and 'const T *name[length]'")
    }
  }

  private mutating func define(_ parameter: ForeignSignature.Parameter, at slot: Int) {
    switch parameter.form {
    case .value(let type): scope[parameter.name] = .variable(type, offset: slot, count: nil)
    case .text: scope[parameter.name] = .text(offset: slot)
    default: scope[parameter.name] = .number(UInt32(slot))
    }
  }

  /// Lengths may speak of any parameter, so they come last.
  private mutating func lengths(_ signature: ForeignSignature, _ place: JSONPlace) throws(ReframeError) {
    for parameter in signature.parameters {
      guard case .buffer(let type, let length, _) = parameter.form,
        case .number(let slot) = scope[parameter.name]
      else { continue }
      scope[parameter.name] = nil
      let expression = try ForeignExpression(length, at: place, scope)
      scope[parameter.name] = .pointed(type, offset: Int(slot), length: expression)
    }
  }

  private func expression(_ place: JSONPlace?) throws(ReframeError) -> ForeignExpression? {
    try place.map { place throws(ReframeError) in try ForeignExpression(place, scope) }
  }

  private mutating func room(_ bytes: Int) throws(ReframeError) -> Int {
    guard let offset = frame.add(bytes) else { throw place.fault("has too many values") }
    return offset
  }
}
