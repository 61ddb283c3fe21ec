@testable import ReframeSDK
import Testing

@testable import Loading

@Suite("A plugin's manifest")
struct PluginManifestTests {
  @Test("Every member is read, and one that is not known is passed over")
  func members() throws {
    let text = """
      {"id": "all-of.it_1", "name": "All", "description": "One sentence.", "version": "2.1", "contract": "1.0",
       "minimumHost": "0.1.0", "kinds": ["provider", "detector", "fill", "pricing"], "library": "lib.so",
       "concurrency": "instance-serial", "license": "MIT", "parameters": {"properties": {}}, "hosts": ["a.com"],
       "secrets": ["KEY"], "colour": "blue"}
      """
    let manifest = try JSON.decode(PluginManifest.self, from: text, what: "plugin.json")
    #expect(manifest.kinds == PluginKind.allCases)
    #expect(manifest.concurrency == .instanceSerial)
    #expect(manifest.hosts == ["a.com"] && manifest.secrets == ["KEY"])
    #expect(manifest.fault(folder: "all-of.it_1.reframeplugin") == nil)
    #expect(
      manifest.fault(folder: "all.reframeplugin")
        == "the folder of a plugin with the id 'all-of.it_1' is named all-of.it_1.reframeplugin")
  }

  @Test("An id has at most a hundred letters", arguments: [(100, true), (101, false)])
  func length(count: Int, isAccepted: Bool) throws {
    let id = String(repeating: "a", count: count)
    let text = #"{"id": "\#(id)", "version": "1", "contract": "1.0", "kinds": ["fill"], "library": "l"}"#
    let manifest = try JSON.decode(PluginManifest.self, from: text, what: "plugin.json")
    #expect((manifest.fault(folder: "\(id).reframeplugin") == nil) == isAccepted)
  }

  @Test("The contract's number is that of the header")
  func contract() { #expect(Contract.text == "1.1") }
}
