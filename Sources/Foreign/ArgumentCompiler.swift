internal import CForeign
internal import StrictJSON
internal import ReframeSDK

/// Compiles where the value of one parameter is from.
struct ArgumentCompiler {
  let parameter: ForeignSignature.Parameter
  /// Where in the frame the argument lies.
  let slot: Int
  /// Where in the frame that lies which it points to.
  let storage: Int
  let binding: BindingCompiler
  /// What lengths find.
  let local: ForeignScope
  private var stores: [(offset: Int, type: ForeignType, value: ForeignExpression)] = []

  init(
    parameter: ForeignSignature.Parameter, slot: Int, storage: Int, binding: BindingCompiler,
    local: ForeignScope
  ) {
    self.parameter = parameter
    self.slot = slot
    self.storage = storage
    self.binding = binding
    self.local = local
  }

  /// What an argument is in a program.
  private struct Source {
    var mode: UInt32
    var index = 0
    var size = 0
    var isWritten = false
    var offset: ForeignExpression?
    var length: ForeignExpression?
  }

  /// Compiles the value, which is missing for what the function sets itself.
  mutating func compile(_ place: JSONPlace?, _ function: JSONPlace) throws(ReframeError)
    -> ProgramWriter
  {
    let source = try source(place, function)
    var writer = ProgramWriter()
    writer.text(parameter.name)
    if case .value(let type) = parameter.form { writer.number(type.code) } else { writer.number(RFF_POINTER) }
    writer.count(slot)
    writer.number(source.mode)
    writer.count(source.index)
    writer.count(source.size)
    writer.flag(source.isWritten)
    writer.expression(source.offset)
    writer.expression(source.length)
    writer.count(stores.count)
    for store in stores {
      writer.count(store.offset)
      writer.number(store.type.code)
      writer.expression(store.value)
    }
    return writer
  }

  private mutating func source(_ place: JSONPlace?, _ function: JSONPlace)
    throws(ReframeError) -> Source
  {
    guard let place else { return Source(mode: RFF_INDIRECT, index: storage) }
    switch parameter.form {
    case .value(.pointer): return try pointer(place)
    case .value(let type):
      if let copy = try copied(place, type) { return copy }
      try store(place, type, at: slot)
      return Source(mode: RFF_VALUE)
    case .reference(_, let type, let count):
      guard let count else {
        try store(place, type, at: storage)
        return Source(mode: RFF_INDIRECT, index: storage)
      }
      let elements = try place.elements()
      guard elements.count <= count else { throw place.fault("there is room for \(count)") }
      for (index, element) in elements.enumerated() {
        try store(element, type, at: storage + index * type.size)
      }
      return Source(mode: RFF_INDIRECT, index: storage)
    case .text:
      let isNull = try place.text() == "null"
      return isNull
        ? Source(mode: RFF_NULL)
        : Source(mode: RFF_STRING, offset: try ForeignExpression(place, binding.scope))
    case .callback:
      let name = try place.word(of: binding.callbacks + ["null"])
      guard let index = binding.callbacks.firstIndex(of: name) else { return Source(mode: RFF_NULL) }
      return Source(mode: RFF_CALLBACK, index: index)
    case .buffer(let type, let length, let isWritten):
      return try buffer(place, function, type, length: length, isWritten: isWritten)
    }
  }

  private func pointer(_ place: JSONPlace) throws(ReframeError) -> Source {
    let name = try place.text()
    if name == "null" { return Source(mode: RFF_NULL) }
    guard case .variable(.pointer, let offset, nil) = binding.scope[name] else {
      throw place.fault("'\(name)' is no pointer that an earlier call gave, nor null")
    }
    return Source(mode: RFF_COPY, index: offset, size: ForeignType.pointer.size)
  }

  /// A struct that an earlier call gave.
  private func copied(_ place: JSONPlace, _ type: ForeignType) throws(ReframeError) -> Source? {
    guard case .structure(let structure) = type, let name = place.value.string else { return nil }
    guard case .variable(type, let offset, nil) = binding.scope[name] else {
      throw place.fault(
        "'\(name)' is no \(structure.name) that an earlier call gave; write an object of its members")
    }
    return Source(mode: RFF_COPY, index: offset, size: type.size)
  }

  private func buffer(
    _ place: JSONPlace, _ function: JSONPlace, _ type: ForeignType, length: String,
    isWritten: Bool
  ) throws(ReframeError) -> Source {
    let text = try place.text()
    if text == "null" { return Source(mode: RFF_NULL) }
    let parts = text.split(separator: "+", maxSplits: 1)
    let name = (parts.first ?? "").filter { $0 != " " }
    let namePlace = JSONPlace(.string(String(name)), at: place.path)
    let index = try binding.buffer(named: namePlace)
    let isLent = index == RFF_SOURCE || index == RFF_IMAGE && binding.kind == .detector
    if isWritten, isLent, !binding.worksOnCopies {
      throw place.fault(
        "'\(name)' is only read here; write 'const' in the signature, or ask for a copy by 'pixels'")
    }
    var source = Source(mode: RFF_BUFFER, index: Int(index), size: type.size, isWritten: isWritten)
    if parts.count == 2 { source.offset = try ForeignExpression(String(parts[1]), at: place, binding.scope) }
    source.length = try ForeignExpression(length, at: function, local)
    return source
  }

  /// Fills a value, member by member if it is a struct.
  private mutating func store(_ place: JSONPlace, _ type: ForeignType, at offset: Int)
    throws(ReframeError)
  {
    guard case .structure(let structure) = type else {
      guard type != .pointer else { throw place.fault("pointers inside of others cannot be set") }
      stores.append((offset, type, try ForeignExpression(place, binding.scope)))
      return
    }
    let members = try place.members(structure.members.map(\.name))
    for member in structure.members {
      // A pointer in a struct stays null.
      if member.type == .pointer, members[member.name] == nil { continue }
      let value = try members.required(member.name)
      guard let count = member.count else {
        try store(value, member.type, at: offset + member.offset)
        continue
      }
      let elements = try value.elements()
      guard elements.count <= count else { throw value.fault("there is room for \(count)") }
      for (index, element) in elements.enumerated() {
        try store(element, member.type, at: offset + member.offset + index * member.type.size)
      }
    }
  }
}
