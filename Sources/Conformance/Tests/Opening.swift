internal import CReframe
internal import Loading
internal import ReframeSDK

extension ConformanceTest {
  static let opens = ConformanceTest(
    name: "opens", kinds: .all,
    rule:
      "The library opens by itself and answers the handshake of a host of its major revision with an entry.",
    why: "A plugin that cannot be opened cannot be used.",
    mend: "Link all that the library needs, export reframe_entry, and return a filled rf_entry.",
    need: .file, grants: .library
  ) { (checked, _) throws(ConformanceFault) in
    let plugin = try CheckedPlugin(checked)
    let size = plugin.entry.pointee.size
    try require(
      size >= UInt32(MemoryLayout<rf_entry>.size),
      "rf_entry.size is \(size), and \(MemoryLayout<rf_entry>.size) bytes are needed")
    try require(plugin.entry.pointee.factory != nil, "rf_entry.factory is NULL")
  }

  static let manifestAgrees = ConformanceTest(
    name: "manifest-agrees", kinds: .all,
    rule: "The library says the same of itself as plugin.json: id, version, revision, kinds and concurrency.",
    why: "Hosts choose plugins by what plugin.json says and refuse those that turn out to be something else.",
    mend: "Correct plugin.json or the library so that both say the same.", need: .library
  ) { (checked, _) throws(ConformanceFault) in
    let plugin = try CheckedPlugin(checked)
    let (entry, manifest) = (plugin.entry.pointee, plugin.manifest)
    let revision = "\(entry.contract_major).\(entry.contract_minor)"
    for (name, here, there) in [
      ("id", manifest.id, String(entry.id)), ("version", manifest.version, String(entry.version)),
    ] { try require(here == there, "plugin.json says \(name) '\(here)', the library '\(there)'") }
    try require(
      Int(entry.contract_major) == Contract.major,
      "plugin.json says contract \(manifest.contract), the library \(revision)")
    for kind in manifest.kinds {
      guard let factory = entry.factory?(kind.code) else {
        throw ConformanceFault(
          "plugin.json promises a \(kind.rawValue), and the library has no factory of one")
      }
      guard let concurrency = manifest.concurrency else { continue }
      try require(
        factory.pointee.concurrency == concurrency.code,
        "plugin.json says \(concurrency.rawValue), the factory of a \(kind.rawValue) something else")
    }
  }

  static let otherMajor = ConformanceTest(
    name: "other-major", kinds: .all,
    rule:
      "A host of another major revision is refused with a reason that fits its room, or told the plugin's own "
      + "major number.",
    why: "Structs of another major revision mean something else, and the process would crash.",
    mend: "Compare contract_major; if it differs, write why to `reason`, cut and terminated within "
      + "`reason_capacity`, and return NULL.", need: .library
  ) { (checked, _) throws(ConformanceFault) in
    var greeting = Greeting()
    greeting.major += 1
    greeting.reasonCapacity = 16
    let answer = try greeting.greet(checked.bundle)
    if let entry = answer.entry {
      let major = entry.pointee.contract_major
      try require(
        major != greeting.major, "the library says that it speaks contract \(major), whatever the host speaks"
      )
    } else {
      try require(answer.isTerminated, "the reason fills its room and is not terminated")
      try require(answer.reason != nil, "the host was refused without a reason")
    }
  }

  static let makesInstances = ConformanceTest(
    name: "makes-instances", kinds: .all,
    rule: "`create` makes an instance with a whole table, and `destroy` ends it.",
    why: "A plugin whose instances cannot be made cannot be used.",
    mend: "Fill the table and its size. If `create` needs settings, give them with --settings.",
    need: .library,
    grants: .instances
  ) { (checked, kinds) throws(ConformanceFault) in
    try checked.withInstances(of: kinds) { (_) throws(ConformanceFault) in }
  }
}
