package import ReframeSDK
package import StrictJSON

extension PluginManifest {
  /// The members that this revision knows.
  package static let members = [
    "id", "name", "description", "version", "contract", "minimumHost", "kinds", "library", "concurrency",
    "license", "parameters", "models", "hosts", "secrets", "acceptsCards", "foreign",
  ]

  /// Reads a manifest. Throws the first fault as `plugin.json:line:column: member: what is wrong`. Members that this
  /// revision does not know may be a later one's; one that looks misspelt is remarked on.
  package init(_ bytes: [UInt8], nearest: @escaping Spellchecker = { _, _ in nil }) throws(ReframeError) {
    do throws(JSONFault) {
      let text = try JSONText(bytes)
      do throws(ReframeError) {
        try self.init(JSONPlace(text.value, spellchecker: nearest), bytes)
      } catch {
        throw JSONFault(position: text.position(of: error.message), message: error.message)
      }
    } catch {
      throw ReframeError(.invalidArgument, "plugin.json:\(error)")
    }
  }

  private init(_ whole: JSONPlace, _ bytes: [UInt8]) throws(ReframeError) {
    let members = try whole.members()
    text = bytes
    id = try members.needed("id").identifier()
    name = try members["name"]?.anyText()
    description = try members["description"]?.anyText()
    version = try members.needed("version").text()
    contract = try members.needed("contract").contract()
    minimumHost = try members["minimumHost"]?.hostVersion()
    kinds = try members.needed("kinds").kinds()
    library = try members.needed("library").fileName()
    let modes: [Concurrency] = [.processSerial, .instanceSerial, .concurrent]
    concurrency = try members["concurrency"].flatMap { (place) throws(ReframeError) in
      Concurrency(rawValue: try place.word(of: modes.map(\.rawValue)))
    }
    license = try members["license"]?.anyText()
    hosts = try members["hosts"]?.list()
    secrets = try members["secrets"]?.list()
    acceptsCards = try members["acceptsCards"]?.flag()
    isForeign = members["foreign"] != nil
    _ = try members["parameters"]?.members()
    try members["models"]?.checkCards()
    remarks = members.strangers.compactMap { stranger in
      whole.spellchecker(stranger, Self.members).map {
        "plugin.json: there is no member '\(stranger)'; did you mean '\($0)'?"
      }
    }
  }

  /// Why a text is no id, or `nil`.
  package static func idFault(_ id: String) -> String? {
    isID(id) ? nil : "the id '\(id)' is not of lower-case letters, digits, '-', '_' and '.'"
  }

  fileprivate static func isID(_ text: String) -> Bool {
    let isAllowed = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    return !text.isEmpty && text.utf8.count <= 100 && isAllowed && text.utf8.first != UInt8(ascii: ".")
  }

  /// A fault of a member with its line and column.
  func located(_ fault: ReframeError) -> ReframeError {
    guard let text = try? JSONText(text) else { return fault }
    return ReframeError(
      .invalidArgument, "plugin.json:\(text.position(of: fault.message)): \(fault.message)")
  }

  /// Throws unless the folder is named after the plugin.
  func checkFolder(_ name: String) throws(ReframeError) {
    guard name != "\(id).reframeplugin" else { return }
    throw ReframeError(
      .invalidArgument, "the folder of a plugin with the id '\(id)' is named \(id).reframeplugin")
  }
}

extension JSONMembers {
  /// The names that no member has.
  fileprivate var strangers: [String] {
    places.keys.filter { !PluginManifest.members.contains($0) }.sorted()
  }

  /// The member that must be there, and may have been misspelt.
  fileprivate func needed(_ name: String) throws(ReframeError) -> JSONPlace {
    if let member = self[name] { return member }
    let misspelt = place.spellchecker(name, strangers).map { "; did you mean it by '\($0)'?" } ?? ""
    throw place.fault("'\(name)' is missing\(misspelt)")
  }
}

extension JSONPlace {
  fileprivate func identifier() throws(ReframeError) -> String {
    guard let id = value.string else { throw fault("expected a text") }
    guard PluginManifest.isID(id) else {
      throw fault("'\(id)' is not of lower-case letters, digits, '-', '_' and '.'")
    }
    return id
  }

  /// A text that may be empty.
  fileprivate func anyText() throws(ReframeError) -> String {
    guard let text = value.string else { throw fault("expected a text") }
    return text
  }

  /// The contract's revision, which must be one that this host speaks.
  fileprivate func contract() throws(ReframeError) -> String {
    let contract = try anyText()
    let numbers = contract.split(separator: ".", omittingEmptySubsequences: false).map { UInt16($0) }
    guard numbers.count == 2, !contract.utf8.contains(UInt8(ascii: "+")), let major = numbers[0],
      numbers[1] != nil
    else { throw fault("'\(contract)' is not written as major.minor, such as 1.0") }
    guard major == Contract.major else {
      throw fault(
        "built for contract \(contract), and this host speaks \(Contract.text); "
          + "get a version of the plugin for \(Contract.major).x")
    }
    return contract
  }

  /// The oldest host, which must not be newer than this one.
  fileprivate func hostVersion() throws(ReframeError) -> String {
    let minimum = try anyText()
    guard let needed = Version(minimum) else {
      throw fault("'\(minimum)' is not written as major.minor.patch, such as 1.2.0")
    }
    guard let own = Version(Version.current), own < needed else { return minimum }
    throw fault("needs reframe \(minimum) or newer, and this is \(Version.current); update reframe")
  }

  fileprivate func kinds() throws(ReframeError) -> [PluginKind] {
    let known = PluginKind.allCases.map(\.rawValue)
    var kinds: [PluginKind] = []
    for place in try elements() {
      guard let kind = PluginKind(rawValue: try place.word(of: known)) else { continue }
      guard !kinds.contains(kind) else { throw place.fault("'\(kind.rawValue)' is there twice") }
      kinds.append(kind)
    }
    guard !kinds.isEmpty else { throw fault("expected at least one of \(known.joined(separator: ", "))") }
    return kinds
  }

  fileprivate func fileName() throws(ReframeError) -> String {
    let name = try anyText()
    guard !name.isEmpty, name != ".", name != "..", name.utf8.count <= 255,
      name.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "/") })
    else { throw fault("'\(name)' is not the name of a file in the bundle") }
    return name
  }

  fileprivate func list() throws(ReframeError) -> [String] {
    var texts: [String] = []
    for place in try elements() { texts.append(try place.text()) }
    return texts
  }

  /// Throws the first fault of model cards.
  fileprivate func checkCards() throws(ReframeError) {
    guard try !elements().isEmpty else { return }
    do throws(ReframeError) {
      _ = try JSON.decode([ModelCard].self, from: try JSON.encode(value), what: "")
    } catch {
      throw ReframeError(
        .invalidArgument, error.message.hasPrefix("[") ? path + error.message : "\(path): \(error.message)")
    }
  }
}
