/// What one decoding notes on its way: faults, and which keys were asked for.
final class YAMLSession {
  private struct Visit {
    var asked: [String] = []
    let members: [YAMLNode.Member]
    let isKnown: (String) -> Bool
    var takesAll = false
  }

  private(set) var faults: [YAMLFault] = []
  private var visits: [String: Visit] = [:]
  /// Where a value was given up, so that not every key below it was asked for.
  private var abandoned: Set<String> = []

  /// Runs `body`; a fault in it is noted, and there is no value.
  func recover<Value>(at node: YAMLNode, path: [any CodingKey], _ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch let fault as YAMLFault {
      faults.append(fault)
    } catch let error as DecodingError {
      faults.append(YAMLFault(node.mark, Self.message(error)))
    } catch {
      faults.append(YAMLFault(node.mark, "\(error)"))
    }
    abandoned.insert(Self.name(path))
    return nil
  }

  /// A mapping is opened by keys of some type.
  func open(_ members: [YAMLNode.Member], _ path: [any CodingKey], isKnown: @escaping (String) -> Bool) {
    let name = Self.name(path)
    if visits[name] == nil { visits[name] = Visit(members: members, isKnown: isKnown) }
  }

  /// A key was asked for.
  func ask(_ key: String, _ path: [any CodingKey]) {
    visits[Self.name(path)]?.asked.append(key)
  }

  /// Every key there is was asked for, as dictionaries do.
  func askAll(_ path: [any CodingKey]) {
    visits[Self.name(path)]?.takesAll = true
  }

  /// The keys that are there but that nobody asked for.
  func unknownKeys(nearest: (String, [String]) -> String?) -> [YAMLFault] {
    var unknown: [YAMLFault] = []
    for (path, visit) in visits where !visit.takesAll {
      let isAbandoned = path.indices.contains { path[$0] == "/" && abandoned.contains(String(path[...$0])) }
      let asked = Set(visit.asked)
      for member in visit.members where !asked.contains(member.key) {
        if isAbandoned && visit.isKnown(member.key) { continue }
        unknown.append(YAMLFault(member.mark, Self.unknown(member.key, among: asked, nearest)))
      }
    }
    return unknown
  }

  private static func unknown(
    _ key: String, among known: Set<String>, _ nearest: (String, [String]) -> String?
  ) -> String {
    let names = known.sorted()
    let hint = nearest(key, names).map { "; did you mean '\($0)'?" } ?? ""
    return "unknown key '\(key)'\(hint) (known: \(names.joined(separator: ", ")))"
  }

  /// Each part with a slash behind it, so that the paths above are what ends at a slash.
  private static func name(_ path: [any CodingKey]) -> String {
    path.reduce(into: "/") { name, key in
      // A slash in a key is no border between two.
      let part = key.stringValue
      name += part.utf8.contains(UInt8(ascii: "/")) ? part.replacing("/", with: "\0") : part
      name += "/"
    }
  }

  private static func message(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "the key '\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      context.debugDescription
    @unknown default: "\(error)"
    }
  }
}
