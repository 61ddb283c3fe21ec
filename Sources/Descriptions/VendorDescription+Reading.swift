package import ReframeSDK
package import StrictJSON

extension VendorDescription {
  private static let members = [
    "schema", "id", "name", "pages", "notes", "hosts", "secrets", "baseURL", "auth", "requestID", "limits",
    "source",
    "upload", "create", "poll", "cancel", "answer", "errors",
  ]

  /// Reads a description strictly: what is missing, unknown, or contradicts itself is a fault with its place.
  /// Names that nobody knows are told with the one that `spellchecker` finds nearest.
  package init(_ value: JSONValue, spellchecker: @escaping Spellchecker = { _, _ in nil })
    throws(ReframeError)
  {
    let whole = JSONPlace(value: value, path: "", spellchecker: spellchecker)
    let members = try whole.members(Self.members)
    let schema = try members.required("schema")
    guard try schema.text() == Self.schema else { throw schema.fault("this version reads \(Self.schema)") }
    id = try members.required("id").identifier()
    name = try members["name"]?.text() ?? id
    for list in ["pages", "notes"] { _ = try members[list]?.texts() }
    let hosts = try members.required("hosts").hosts()
    self.hosts = hosts
    secrets = try members["secrets"]?.secretNames() ?? []
    baseURL = try members.required("baseURL").address()
    authentication = try members["auth"]?.authentication(secrets: secrets, hosts: hosts)
    requestIDHeader = try members["requestID"]?.headerName()
    limits = try members["limits"]?.limits() ?? Limits()
    let source = try members["source"]?.members(["forms", "inlineLimit"])
    sourceForms = try source?.required("forms").sourceForms() ?? [.url]
    inlineLimit = try source?["inlineLimit"]?.whole(1...1 << 40)
    upload = try members["upload"]?.upload()
    if upload == nil, sourceForms.contains(.upload) {
      throw whole.fault("source.forms names 'upload', and there is no 'upload'")
    }
    if let upload = members["upload"], !sourceForms.contains(.upload) {
      throw upload.fault("is not used, as source.forms does not name 'upload'")
    }
    let create = try members.required("create")
    self.create = try create.call(Self.callMembers + ["id"], method: "POST", placeholders: ["model"])
    idLookup = try create.members().required("id").lookup()
    let poll = try members.required("poll")
    self.poll = try poll.call(Self.callMembers + ["every"], method: "GET", placeholders: ["id"])
    guard self.poll.path.contains("{id}") else { throw poll.fault("the path has no {id}") }
    pollInterval = try poll.members()["every"]?.whole(0...3_600_000).asMilliseconds
    cancel = try members["cancel"]?.call(Self.callMembers, method: "POST", placeholders: ["id"])
    if let cancel, !cancel.path.contains("{id}"), let place = members["cancel"] {
      throw place.fault("the path has no {id}")
    }
    answer = try members.required("answer").answer()
    var errors: [ErrorRule] = []
    for place in try members["errors"]?.elements() ?? [] { errors.append(try place.errorRule()) }
    self.errors = errors
  }

  static let callMembers = ["method", "path", "headers", "body", "success"]

  static func reaches(_ host: String, _ patterns: [String]) -> Bool {
    patterns.contains { pattern in
      pattern == "*" || pattern == host || pattern.hasPrefix("*.") && host.hasSuffix(pattern.dropFirst())
    }
  }

  /// The host of the base address, in lower case, with its port if it names one.
  package var baseHost: String {
    let rest = baseURL.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true).dropFirst().first
    return (rest.map(String.init) ?? "").lowercased()
  }

  /// Throws unless the base address is https, on a host that is listed: a user may put another in its place,
  /// whoever wrote the file may not send a secret anywhere else.
  package func checkBaseURL() throws(ReframeError) {
    guard baseURL.hasPrefix("https://") else {
      throw ReframeError(.invalidArgument, "baseURL: '\(baseURL)' is not an https address")
    }
    let isListed = hosts.contains { $0 != "*" && Self.reaches(baseHost, [$0]) }
    guard isListed || authentication == nil && Self.reaches(baseHost, hosts) else {
      let why = authentication.map { "the secret '\($0.secret)' would go to" } ?? "requests would go to"
      throw ReframeError(
        .invalidArgument,
        "baseURL: \(why) '\(baseHost)', which is none of the hosts (\(hosts.joined(separator: ", ")))")
    }
  }
}

extension JSONPlace {
  fileprivate func identifier() throws(ReframeError) -> String {
    let text = try text()
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
    guard text.count <= 100, text.allSatisfy(allowed.contains), text.first != "." else {
      throw fault("'\(text)' is not of lower-case letters, digits, '-', '_' and '.'")
    }
    return text
  }

  fileprivate func hosts() throws(ReframeError) -> [String] {
    let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    var hosts: [String] = []
    for place in try elements() {
      let host = try place.text()
      let name = host.hasPrefix("*.") ? host.dropFirst(2) : host[...]
      guard
        host == "*"
          || name.allSatisfy(allowed.contains) && name.contains(".") && name.first != "." && name.last != "."
      else { throw place.fault("'\(host)' is not a host such as api.example.com, *.example.com or *") }
      hosts.append(host)
    }
    guard !hosts.isEmpty else { throw fault("expected at least one") }
    return hosts
  }

  fileprivate func secretNames() throws(ReframeError) -> [String] {
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
    var names: [String] = []
    for place in try elements() {
      let name = try place.text()
      guard name.allSatisfy(allowed.contains), name.first?.isNumber == false else {
        // It may be the secret itself, so it is not shown.
        throw place.fault("expected a name such as EXAMPLE_API_KEY; the secret itself stands elsewhere")
      }
      names.append(name)
    }
    return names
  }

  /// An address to which paths are added.
  fileprivate func address() throws(ReframeError) -> String {
    var text = value.string ?? ""
    let rest =
      text.hasPrefix("https://") ? text.dropFirst(8) : text.hasPrefix("http://") ? text.dropFirst(7) : ""
    guard !rest.isEmpty, rest.first != "/",
      !rest.unicodeScalars.contains(where: { $0.value <= 0x20 || "?#@\\".unicodeScalars.contains($0) })
    else { throw fault("'\(text)' is not an address such as https://api.example.com/v1") }
    while text.hasSuffix("/") { text.removeLast() }
    return text
  }

  fileprivate func authentication(secrets: [String], hosts: [String]) throws(ReframeError)
    -> VendorDescription.Authentication
  {
    let members = try members(["secret", "header"])
    let secret = try members.required("secret").word(of: secrets)
    let place = try members.required("header")
    let header = try place.text()
    let name = header.prefix { $0 != ":" }
    guard !name.isEmpty, name.count < header.count, name.allSatisfy(Self.isToken),
      header.split(separator: "%s", omittingEmptySubsequences: false).count == 2, !name.contains("%s")
    else { throw place.fault("'\(header)' is not a header such as 'Authorization: Bearer %s'") }
    guard hosts != ["*"] else {
      throw fault("a secret goes only to hosts that are named, and 'hosts' names none but '*'")
    }
    return VendorDescription.Authentication(secret: secret, header: header)
  }

  /// Whether a character may stand in a header's name.
  private static func isToken(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "!#$%&'*+-.^_`|~".contains(character))
  }

  fileprivate func limits() throws(ReframeError) -> VendorDescription.Limits {
    let members = try members(["concurrent", "rate"])
    let rate = try members["rate"]?.members(["count", "milliseconds"])
    return VendorDescription.Limits(
      concurrent: try members["concurrent"]?.whole(1...1_000_000),
      rateCount: try rate?.required("count").whole(1...1_000_000),
      rateMilliseconds: try rate.map { (rate) throws(ReframeError) in
        Int64(try rate.required("milliseconds").whole(1...86_400_000))
      })
  }

  fileprivate func sourceForms() throws(ReframeError) -> [VendorDescription.SourceForm] {
    let known = VendorDescription.SourceForm.allCases.map(\.rawValue)
    var forms: [VendorDescription.SourceForm] = []
    for place in try elements() {
      if let form = VendorDescription.SourceForm(rawValue: try place.word(of: known)) { forms.append(form) }
    }
    guard !forms.isEmpty else { throw fault("expected at least one") }
    return forms
  }

  fileprivate func upload() throws(ReframeError) -> UploadStep {
    let call = try call(
      VendorDescription.callMembers + ["form", "put", "address", "limit"], method: "POST", placeholders: [])
    let members = try members()
    let carrier: UploadStep.Carrier
    switch (members["form"], members["put"]) {
    case (let form?, nil):
      if call.body != nil { throw fault("a 'form' is the body, so there is no other 'body'") }
      carrier = .form(field: try form.members(["field"]).required("field").text())
    case (nil, let put?):
      let put = try put.members(["address", "headers"])
      carrier = .address(
        try put.required("address").lookup(), headers: try put["headers"]?.lookup())
    default: throw fault("needs either 'form' or 'put', which say how the bytes are sent")
    }
    return UploadStep(
      call: call, carrier: carrier, result: try members.required("address").lookup(),
      limit: try members["limit"]?.whole(1...1 << 40))
  }

  fileprivate func call(_ names: [String], method: String, placeholders: [String]) throws(ReframeError)
    -> CallStep
  {
    let members = try members(names)
    var headers: [String: String] = [:]
    for (name, value) in try members["headers"]?.members().places ?? [:] {
      try value.checkHeader(name)
      headers[name] = try value.text()
    }
    let path = try members.required("path")
    try path.checkPath(placeholders: placeholders)
    var success: [Int] = []
    for place in try members["success"]?.elements() ?? [] { success.append(try place.whole(200...299)) }
    return CallStep(
      method: try members["method"]?.word(of: ["GET", "POST", "PUT", "PATCH", "DELETE"]) ?? method,
      path: try path.text(), headers: headers, body: try members["body"]?.template(), success: success)
  }

  fileprivate func headerName() throws(ReframeError) -> String {
    let name = try text()
    try checkHeader(name)
    return name
  }

  private func checkHeader(_ name: String) throws(ReframeError) {
    let refused = ["host", "content-length", "transfer-encoding", "authorization", "connection", "cookie"]
    guard !name.isEmpty, name.allSatisfy(Self.isToken), !refused.contains(name.lowercased()) else {
      throw fault("'\(name)' is not a header that may be set here")
    }
  }

  private func checkPath(placeholders: [String]) throws(ReframeError) {
    let text = try text()
    guard text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains(where: { "#\\ ".contains($0) }) else {
      throw fault("'\(text)' is not a path such as /predictions/{id}")
    }
    for part in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
      let name = part.prefix { $0 != "}" }
      guard name.count < part.count, placeholders.contains(String(name)) else {
        let known = placeholders.map { "{\($0)}" }.joined(separator: ", ")
        throw fault("there is no {\(name)} here\(known.isEmpty ? "" : " (known: \(known))")")
      }
    }
  }
}

extension Int {
  fileprivate var asMilliseconds: Int64 { Int64(self) }
}
