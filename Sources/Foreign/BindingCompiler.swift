internal import CForeign
internal import StrictJSON
internal import ReframeSDK

/// Compiles what one kind of plugin is made of: checks, memory, calls, and what comes of them.
struct BindingCompiler {
  let place: JSONPlace
  let kind: ForeignScope.Kind
  let structs: [String: ForeignStruct]
  var scope: ForeignScope
  var frame = FrameLayout()
  /// Arrays in the frame that functions and the saliency find by name, as buffers.
  var arrays: [(name: String, offset: Int, bytes: Int)] = []
  /// How many scratch buffers come before them.
  private var scratchCount = 0
  private(set) var callbacks: [String] = []
  /// Whether functions work on copies of the pictures, which they may write to.
  private(set) var worksOnCopies = false

  private static let countLimit = 64

  init(_ place: JSONPlace, _ kind: ForeignScope.Kind, structs: [String: ForeignStruct]) {
    self.place = place
    self.kind = kind
    self.structs = structs
    scope = ForeignScope(kind)
  }

  mutating func compile() throws(ReframeError) -> ProgramWriter {
    let common = ["requires", "scratch", "callbacks", "calls", "cleanup"]
    let members = try place.members(common + ownMembers)
    worksOnCopies = members["pixels"] != nil
    var body = ProgramWriter()
    try scratch(members["scratch"], &body)
    let checks = try checks(members["requires"])
    let callbacks = try callbacks(members["callbacks"])
    let calls = try calls(members)
    let results = try results(members)
    body.count(arrays.count)
    for array in arrays {
      body.text(array.name)
      body.count(array.offset)
      body.count(array.bytes)
    }
    for part in [checks, callbacks, calls, results] { body.append(part) }
    var writer = ProgramWriter()
    writer.number(kind.code)
    writer.count(frame.size)
    try picture(members["pixels"], &writer)
    writer.append(body)
    return writer
  }

  private var ownMembers: [String] {
    switch kind {
    case .detector: ["pixels", "regions", "saliency"]
    case .fill: ["pixels"]
    case .pricing: ["quote"]
    }
  }

  private func picture(_ place: JSONPlace?, _ writer: inout ProgramWriter) throws(ReframeError) {
    guard let place else {
      writer.count(0)
      return writer.count(1)
    }
    let layouts = ["gray": 1, "rgb": 3, "rgba": 4]
    let members = try place.members(["layout", "align"])
    writer.count(layouts[try members.required("layout").word(of: layouts.keys.sorted())] ?? 0)
    writer.count(try members["align"]?.whole(1...4096) ?? 1)
  }

  private mutating func scratch(_ place: JSONPlace?, _ writer: inout ProgramWriter)
    throws(ReframeError)
  {
    let entries = try place.map { place throws(ReframeError) in try limited(place) } ?? []
    writer.count(entries.count)
    for (name, place) in entries {
      writer.text(name)
      writer.expression(try ForeignExpression(place, scope))
    }
    for (index, entry) in entries.enumerated() {
      try declare(entry.name, .buffer(RFF_FIRST_BUFFER + UInt32(index)), at: entry.place)
    }
    scratchCount = entries.count
  }

  private func checks(_ place: JSONPlace?) throws(ReframeError) -> ProgramWriter {
    var writer = ProgramWriter()
    let entries = try place.map { place throws(ReframeError) in try limited(place) } ?? []
    writer.count(entries.count)
    for (condition, refusal) in entries {
      writer.expression(try ForeignExpression(condition, at: refusal, scope))
      writer.text(try refusal.text())
    }
    return writer
  }

  private mutating func callbacks(_ place: JSONPlace?) throws(ReframeError) -> ProgramWriter {
    var writer = ProgramWriter()
    let entries = try place.map { place throws(ReframeError) in try limited(place) } ?? []
    writer.count(entries.count)
    for (name, place) in entries {
      var compiler = CallbackCompiler(name, place, self)
      writer.append(try compiler.compile())
      frame = compiler.frame
      callbacks.append(name)
    }
    return writer
  }

  private mutating func calls(_ members: JSONMembers) throws(ReframeError) -> ProgramWriter {
    let calls = try members.required("calls").elements()
    let cleanup = try members["cleanup"]?.elements() ?? []
    guard !calls.isEmpty, calls.count + cleanup.count <= Self.countLimit else {
      throw place.fault("needs 1 to \(Self.countLimit) calls")
    }
    var writer = ProgramWriter()
    writer.count(calls.count + cleanup.count)
    for call in calls + cleanup {
      var compiler = CallCompiler(call, self)
      writer.append(try compiler.compile())
      self = compiler.binding
    }
    writer.count(cleanup.count)
    return writer
  }

  private func results(_ members: JSONMembers) throws(ReframeError) -> ProgramWriter {
    var writer = ProgramWriter()
    switch kind {
    case .fill: break
    case .detector:
      let regions = try members["regions"]?.elements() ?? []
      guard regions.count <= Self.countLimit else { throw place.fault("has too many 'regions'") }
      writer.count(regions.count)
      for region in regions { writer.append(try Self.find(region, scope, isList: true)) }
      writer.flag(members["saliency"] != nil)
      guard let saliency = members["saliency"] else { break }
      let parts = try saliency.members(["columns", "rows", "values"])
      writer.expression(try ForeignExpression(parts.required("columns"), scope))
      writer.expression(try ForeignExpression(parts.required("rows"), scope))
      writer.number(try buffer(named: parts.required("values")))
    case .pricing:
      let names = ["amount", "maximum", "unit", "rule", "version", "label", "note"]
      let quote = try members.required("quote").members(names)
      for name in ["amount", "unit"] { _ = try quote.required(name) }
      for name in names {
        writer.expression(
          try quote[name].map { place throws(ReframeError) in try ForeignExpression(place, scope) })
      }
    }
    return writer
  }

  /// The buffer that is called so.
  func buffer(named place: JSONPlace) throws(ReframeError) -> UInt32 {
    let name = try place.text()
    if let index = arrays.firstIndex(where: { $0.name == name }) {
      return RFF_FIRST_BUFFER + UInt32(scratchCount + index)
    }
    if case .buffer(let index) = scope[name] { return index }
    let known = scope.names.filter { if case .buffer = scope[$0] { true } else { false } }
    throw place.fault(
      "there is no buffer '\(name)' (known: \((known + arrays.map(\.name)).joined(separator: ", ")))")
  }

  /// What makes regions; `i` counts them if there may be several.
  static func find(_ place: JSONPlace, _ scope: ForeignScope, isList: Bool) throws(ReframeError)
    -> ProgramWriter
  {
    var scope = scope
    let sides = ["x", "y", "width", "height"]
    let members = try place.members((isList ? ["count"] : []) + ["when"] + sides + ["score", "label"])
    func expression(_ name: String) throws(ReframeError) -> ForeignExpression? {
      try members[name].map { place throws(ReframeError) in try ForeignExpression(place, scope) }
    }
    var writer = ProgramWriter()
    writer.expression(try expression("count"))
    if members["count"] != nil { scope["i"] = .number(RFF_INDEX_NUMBER) }
    writer.expression(try expression("when"))
    for side in sides { writer.expression(try ForeignExpression(members.required(side), scope)) }
    writer.expression(try expression("score"))
    writer.expression(try expression("label"))
    return writer
  }

  /// Gives something a name that nothing else has.
  mutating func declare(_ name: String, _ symbol: ForeignScope.Symbol, at place: JSONPlace)
    throws(ReframeError)
  {
    guard scope[name] == nil, ForeignType.named[name] == nil else {
      throw place.fault("something else is called '\(name)' already; rename this")
    }
    scope[name] = symbol
  }

  /// The members of an object with names of the author's, in order, not too many.
  private func limited(_ place: JSONPlace) throws(ReframeError)
    -> [(name: String, place: JSONPlace)]
  {
    let entries = try place.members().places.sorted { $0.key < $1.key }
    guard entries.count <= Self.countLimit else {
      throw place.fault("has more than \(Self.countLimit) members")
    }
    return entries.map { (name: $0.key, place: $0.value) }
  }
}

extension ForeignScope.Kind {
  /// The kind's number in the contract.
  var code: UInt32 { plugin.code }

  /// The kind of plugin.
  var plugin: PluginKind {
    switch self {
    case .detector: .detector
    case .fill: .fill
    case .pricing: .pricing
    }
  }
}
