@testable import ReframeSDK
import Hosting
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
    let manifest = try PluginManifest(Array(text.utf8), nearest: Spelling.nearest)
    #expect(manifest.kinds == PluginKind.allCases)
    #expect(manifest.concurrency == .instanceSerial)
    #expect(manifest.hosts == ["a.com"] && manifest.secrets == ["KEY"])
    #expect(manifest.parameters == .object(["properties": .object([:])]))
    #expect(manifest.declared["colour"] == .string("blue") && manifest.remarks == [])
    try manifest.checkFolder("all-of.it_1.reframeplugin")
    #expect(
      throws: ReframeError(
        .invalidArgument,
        "the folder of a plugin with the id 'all-of.it_1' is named all-of.it_1.reframeplugin")
    ) { try manifest.checkFolder("all.reframeplugin") }
  }

  @Test("An id has at most a hundred letters", arguments: [(100, true), (101, false)])
  func length(count: Int, isAccepted: Bool) throws {
    let id = String(repeating: "a", count: count)
    let text = #"{"id": "\#(id)", "version": "1", "contract": "1.0", "kinds": ["fill"], "library": "l"}"#
    #expect(((try? PluginManifest(Array(text.utf8))) != nil) == isAccepted)
  }

  @Test("What is nearly a member is remarked on, or named where one is missing")
  func misspelt() throws {
    let text =
      #"{"id": "a", "version": "1", "contract": "1.0", "kinds": ["fill"], "library": "l", "secrtes": []}"#
    #expect(
      try PluginManifest(Array(text.utf8), nearest: Spelling.nearest).remarks == [
        "plugin.json: there is no member 'secrtes'; did you mean 'secrets'?"
      ])
    #expect(
      throws: ReframeError(
        .invalidArgument, "plugin.json:1:1: 'version' is missing; did you mean it by 'vresion'?")
    ) {
      try PluginManifest(Array(text.replacing("version", with: "vresion").utf8), nearest: Spelling.nearest)
    }
    #expect(
      throws: ReframeError(
        .invalidArgument,
        "plugin.json:1:58: kinds[0]: 'fil' is none of provider, detector, fill, pricing; did you mean 'fill'?"
      )
    ) { try PluginManifest(Array(text.replacing("\"fill", with: "\"fil").utf8), nearest: Spelling.nearest) }
  }

  @Test("The contract's number is that of the header")
  func contract() { #expect(Contract.text == "1.1") }
}
