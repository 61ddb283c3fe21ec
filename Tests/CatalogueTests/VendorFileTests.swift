import Hosting
import StrictJSON
import ReframeSDK
import Testing
import TestSupport

@testable import Catalogue

@Suite("A vendor's description in the catalogue")
struct VendorFileTests {
  private static func text(id: String = "tiny", hosts: String = #"["api.tiny.example"]"#, more: String = "")
    -> String
  {
    """
    {"schema": "reframe.vendor/1", "id": "\(id)", "hosts": \(hosts), "secrets": ["TINY_KEY"],
     "baseURL": "https://api.tiny.example/v1", "auth": {"secret": "TINY_KEY", "header": "X-Key: %s"},
     "limits": {"concurrent": 3, "rate": {"count": 50, "milliseconds": 60000}},
     "create": {"path": "/jobs", "body": {"input": {"$": "source"}}, "id": "$.id"},
     "poll": {"path": "/jobs/{id}"}\(more),
     "answer": {"status": "$.state", "succeeded": ["done"], "failed": ["bad"], "output": "$.out"}}
    """
  }

  @Test("says what the host has to know, and is the plugin's settings")
  func read() throws {
    let file = try VendorFile(Self.text())
    #expect(file.id == "tiny" && file.name == "tiny")
    #expect(file.hosts == ["api.tiny.example"] && file.secrets == ["TINY_KEY"])
    let setup = file.setup
    #expect(setup.id == "tiny" && setup.plugin == "declarative")
    #expect(setup.concurrent == 3 && setup.rateCount == 50 && setup.rateMilliseconds == 60_000)
    #expect(setup.settings["baseURL"] == .string("https://api.tiny.example/v1"))
    #expect(setup.settings["create"]?["path"] == .string("/jobs"))
  }

  @Test(
    "is refused with the place and the nearest name",
    arguments: [
      ("", "1:1: the text is empty"), ("[]", "expected an object"),
      (
        text(more: #", "cancle": {}"#),
        "cancle: there is no such member; did you mean 'cancel'? (known: schema, id, name, "
          + "pages, notes, hosts, secrets, baseURL, auth, requestID, limits, source, upload, create, poll, "
          + "cancel, answer, errors)"
      ),
      (
        text(hosts: #"["api.other.example"]"#),
        "baseURL: the secret 'TINY_KEY' would go to 'api.tiny.example', which is "
          + "none of the hosts (api.other.example)"
      ),
      (
        text(hosts: #"["api.other.example", "*"]"#),
        "baseURL: the secret 'TINY_KEY' would go to 'api.tiny.example', "
          + "which is none of the hosts (api.other.example, *)"
      ),
    ])
  func refused(text: String, reason: String) {
    let error = #expect(throws: ReframeError.self) { try VendorFile(text) }
    #expect(error?.message == reason)
  }

  @Test("what ships is read whole")
  func shipped() {
    let shelf = VendorShelf.find([TestBundles.catalogue])
    #expect(shelf.refusals == [])
    #expect(shelf.files.map(\.id) == ["replicate"])
  }

  @Test(
    "the shelf takes the first of a name, refuses an id that is there twice, and goes on after a bad file")
  func shelf() throws {
    let (first, second) = (try TestFolder(), try TestFolder())
    try first.write(Array(Self.text().utf8), to: "vendors/a.json")
    try first.write(Array("{".utf8), to: "vendors/b.json")
    try first.write(Array(Self.text(id: "mine").utf8), to: "vendors/c.json")
    try second.write(Array(Self.text(id: "shadowed").utf8), to: "vendors/a.json")
    try second.write(Array(Self.text(id: "tiny").utf8), to: "vendors/d.json")
    let shelf = VendorShelf.find([first.path, "/no/such/folder", second.path])
    #expect(shelf.files.map(\.id) == ["tiny", "mine"])
    #expect(shelf.refusals.map(\.path) == [first["vendors/b.json"], second["vendors/d.json"]])
    #expect(shelf.refusals.last?.position?.description == "1:32")
    #expect(shelf.refusals.last?.reason == "id: 'tiny' is described in \(first["vendors/a.json"]) already")
  }
}
