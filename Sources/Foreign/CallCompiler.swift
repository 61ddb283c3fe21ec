internal import CForeign
internal import StrictJSON
internal import ReframeSDK

/// Compiles one call of a function.
struct CallCompiler {
  private let place: JSONPlace
  /// What the call is part of; it learns the names of what the call leaves behind.
  private(set) var binding: BindingCompiler
  /// What lengths and conditions find: the parameters, too.
  private var local: ForeignScope
  /// What the call leaves behind.
  private var left: [(name: String, symbol: ForeignScope.Symbol)] = []

  init(_ place: JSONPlace, _ binding: BindingCompiler) {
    self.place = place
    self.binding = binding
    local = binding.scope
  }

  mutating func compile() throws(ReframeError) -> ProgramWriter {
    let members = try place.members(["function", "arguments", "when", "as", "success", "errors"])
    let function = try members.required("function")
    let signature = try ForeignSignature(function, structs: binding.structs)
    let when = try members["when"].map { place throws(ReframeError) in
      try ForeignExpression(place, binding.scope)
    }
    var slots: [Int] = []
    for parameter in signature.parameters {
      slots.append(try room(size(of: parameter), function))
      if case .value(let type) = parameter.form, let slot = slots.last {
        local[parameter.name] = .variable(type, offset: slot, count: nil)
      }
    }
    let arguments = try arguments(signature, members, slots, function)
    var writer = ProgramWriter()
    writer.text(signature.name)
    try result(signature, function, &writer)
    writer.count(signature.fixedCount ?? signature.parameters.count)
    writer.flag(signature.fixedCount != nil)
    writer.append(arguments)
    writer.expression(when)
    try outcome(members, &writer)
    for (name, symbol) in left where name != "result" { try binding.declare(name, symbol, at: function) }
    binding.scope["result"] = left.first { $0.name == "result" }?.symbol
    if let name = members["as"] {
      guard let result = binding.scope["result"] else { throw name.fault("the function gives nothing") }
      try binding.declare(name.text(), result, at: name)
    }
    return writer
  }

  private func size(of parameter: ForeignSignature.Parameter) -> Int {
    if case .value(let type) = parameter.form { type.size } else { ForeignType.pointer.size }
  }

  private mutating func room(_ bytes: Int, _ place: JSONPlace) throws(ReframeError) -> Int {
    guard let offset = binding.frame.add(bytes) else {
      throw place.fault(
        "needs more than \(FrameLayout.limit >> 20) MiB for its values; use a buffer of 'scratch' for large ones"
      )
    }
    return offset
  }

  // MARK: Arguments

  private mutating func arguments(
    _ signature: ForeignSignature, _ members: JSONMembers, _ slots: [Int], _ function: JSONPlace
  ) throws(ReframeError) -> ProgramWriter {
    let given = signature.parameters.filter { !Self.isOut($0) }.map(\.name)
    let outs = signature.parameters.filter(Self.isOut).map(\.name)
    if let place = members["arguments"], let out = try place.members().places.keys.first(where: outs.contains)
    {
      throw place.fault("'\(out)' is set by the function, and takes no argument")
    }
    let arguments = try members["arguments"]?.members(given)
    // References first, so that lengths find what they point to.
    var storages: [String: Int] = [:]
    for parameter in signature.parameters {
      guard case .reference(_, let type, let count) = parameter.form else { continue }
      let storage = try room(type.size * (count ?? 1), function)
      storages[parameter.name] = storage
      leave(parameter, type, count, at: storage)
    }
    var writer = ProgramWriter()
    writer.count(signature.parameters.count)
    for (parameter, slot) in zip(signature.parameters, slots) {
      let place = arguments?[parameter.name]
      guard place != nil || Self.isOut(parameter) else {
        throw (members["arguments"] ?? self.place).fault("the argument '\(parameter.name)' is missing")
      }
      var argument = ArgumentCompiler(
        parameter: parameter, slot: slot, storage: storages[parameter.name] ?? 0, binding: binding,
        local: local)
      writer.append(try argument.compile(place, function))
    }
    return writer
  }

  private static func isOut(_ parameter: ForeignSignature.Parameter) -> Bool {
    if case .reference(.function, _, _) = parameter.form { true } else { false }
  }

  /// Makes what a reference points to known, here and, if the function sets it, afterwards.
  private mutating func leave(
    _ parameter: ForeignSignature.Parameter, _ type: ForeignType, _ count: Int?, at storage: Int
  ) {
    let symbol = ForeignScope.Symbol.variable(type, offset: storage, count: count)
    local[parameter.name] = symbol
    if case .reference(.host, _, _) = parameter.form { return }
    left.append((parameter.name, symbol))
    if let count {
      binding.arrays.append((parameter.name, storage, type.size * count))
    }
  }

  // MARK: Results

  private mutating func result(
    _ signature: ForeignSignature, _ function: JSONPlace, _ writer: inout ProgramWriter
  ) throws(ReframeError) {
    switch signature.result {
    case .nothing:
      writer.number(RFF_VOID)
      writer.count(try room(0, function))
      local["result"] = nil
    case .value(let type):
      let slot = try room(type.size, function)
      writer.number(type.code)
      writer.count(slot)
      leave("result", .variable(type, offset: slot, count: nil))
    case .pointed(let type, let length):
      let slot = try room(ForeignType.pointer.size, function)
      writer.number(RFF_POINTER)
      writer.count(slot)
      let expression = try ForeignExpression(length, at: function, local)
      leave("result", .pointed(type, offset: slot, length: expression))
    }
  }

  private mutating func leave(_ name: String, _ symbol: ForeignScope.Symbol) {
    local[name] = symbol
    left.append((name, symbol))
  }

  private func outcome(_ members: JSONMembers, _ writer: inout ProgramWriter) throws(ReframeError) {
    let success = try members["success"].map { place throws(ReframeError) in
      try ForeignExpression(place, local)
    }
    writer.expression(success)
    guard let errors = members["errors"] else { return writer.count(0) }
    guard success != nil else {
      throw errors.fault("needs 'success' beside it, which says when the result is no error")
    }
    var failures: [(code: Int64?, place: JSONPlace)] = []
    for (name, place) in try errors.members().places {
      let code = Int64(name)
      guard code != nil || name == "else" else {
        throw place.fault("'\(name)' is neither a number nor 'else'")
      }
      failures.append((code, place))
    }
    // Any other comes last.
    failures.sort { ($0.code == nil ? 1 : 0, $0.code ?? 0) < ($1.code == nil ? 1 : 0, $1.code ?? 0) }
    writer.count(failures.count)
    for (code, place) in failures { try failure(code, place, &writer) }
  }

  private func failure(_ code: Int64?, _ place: JSONPlace, _ writer: inout ProgramWriter)
    throws(ReframeError)
  {
    let isKind = place.value.string != nil
    let members = isKind ? nil : try place.members(["kind", "message", "retryable"])
    let kindPlace = try members?.required("kind") ?? place
    let kinds = (RF_INVALID_ARGUMENT...RF_INTERNAL).map { ReframeError.Kind(rawValue: $0) }
    let word = try kindPlace.word(of: kinds.map(\.label))
    writer.flag(code == nil)
    writer.number(code ?? 0)
    writer.number(UInt32(bitPattern: kinds.first { $0.label == word }?.rawValue ?? RF_INTERNAL))
    writer.flag(try members?["retryable"]?.flag() ?? false)
    writer.text(try members?["message"]?.text() ?? "")
  }
}
