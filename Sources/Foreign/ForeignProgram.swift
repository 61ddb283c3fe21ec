internal import CForeign
internal import StrictJSON
package import ReframeSDK

/// The member `foreign` of a manifest, checked and compiled: functions of a library that knows nothing of the contract, as
/// a plugin.
package struct ForeignProgram: Equatable, Sendable {
  /// What `rf_foreign_entry` acts on, here or in a worker.
  package let bytes: [UInt8]

  /// The most that a worker is sent.
  private static let sizeLimit = 48 << 10
  private static let structLimit = 64
  private static let elementLimit = 1024

  /// Compiles it. Throws the first fault with its place, such as `foreign.fill.calls[0].function: …`.
  package init(
    _ foreign: JSONValue, id: String, version: String, kinds: [PluginKind], concurrency: Concurrency
  ) throws(ReframeError) {
    let place = JSONPlace(foreign, at: "foreign")
    let known: [(name: String, kind: ForeignScope.Kind)] = [
      ("detector", .detector), ("fill", .fill), ("pricing", .pricing),
    ]
    let members = try place.members(["structs"] + known.map(\.name))
    if kinds.contains(.provider) { throw place.fault("foreign functions cannot be a provider") }
    let structs = try members["structs"].map { place throws(ReframeError) in try Self.structs(place) } ?? []
    var writer = ProgramWriter()
    writer.number(RFF_REVISION)
    writer.text(id)
    writer.text(version)
    writer.number(concurrency.code)
    try Self.write(structs, place, &writer)
    let byName = Dictionary(uniqueKeysWithValues: structs.map { ($0.name, $0) })
    writer.count(Set(kinds).count)
    for (name, kind) in known {
      guard let binding = members[name] else {
        if kinds.contains(kind.plugin) {
          throw place.fault("'\(name)' is missing, which 'kinds' says that the plugin is")
        }
        continue
      }
      guard kinds.contains(kind.plugin) else {
        throw binding.fault("'kinds' does not say that the plugin is a \(name)")
      }
      var compiler = BindingCompiler(binding, kind, structs: byName)
      writer.append(try compiler.compile())
    }
    guard writer.bytes.count <= Self.sizeLimit else {
      throw place.fault(
        "is too long: compiled it has \(writer.bytes.count) bytes, and \(Self.sizeLimit) are the most")
    }
    bytes = writer.bytes
  }

  /// The structs in an order in which each speaks only of those before it.
  private static func structs(_ place: JSONPlace) throws(ReframeError) -> [ForeignStruct] {
    var waiting = try place.members().places.sorted { $0.key < $1.key }
    guard waiting.count <= structLimit else {
      throw place.fault("there are more than \(structLimit) structs")
    }
    var known: [String: ForeignStruct] = [:]
    while !waiting.isEmpty {
      var (left, fault) = ([(key: String, value: JSONPlace)](), ReframeError?.none)
      for (name, place) in waiting {
        guard ForeignType.named[name] == nil else {
          throw place.fault("'\(name)' is a type already; rename it")
        }
        do throws(ReframeError) {
          let members = try ForeignSignature.members(place, structs: known)
          known[name] = ForeignStruct(name: name, index: known.count, members: members)
        } catch {
          fault = fault ?? error
          left.append((name, place))
        }
      }
      // Nothing could be read: a fault, or structs that hold each other.
      if left.count == waiting.count, let fault { throw fault }
      waiting = left
    }
    return known.values.sorted { $0.index < $1.index }
  }

  private static func write(
    _ structs: [ForeignStruct], _ place: JSONPlace, _ writer: inout ProgramWriter
  )
    throws(ReframeError)
  {
    writer.count(structs.count)
    for structure in structs {
      let elements = structure.members.flatMap { Array(repeating: $0.type.code, count: $0.count ?? 1) }
      guard elements.count <= elementLimit else {
        throw place.fault("\(structure.name) has more than \(elementLimit) values")
      }
      writer.count(structure.size)
      writer.count(elements.count)
      for element in elements { writer.number(element) }
    }
  }
}
