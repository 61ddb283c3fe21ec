import Hosting
import ReframeSDK
import TestSupport
import Testing

@Suite("Plugins that the user does not want")
struct DisabledPluginsTests {
  @Test("are remembered and forgotten, each for itself")
  func remembered() throws {
    let folder = try TestFolder()
    let disabled = DisabledPlugins(UserFolders(["HOME": folder.path]))
    #expect(disabled.ids == [])
    try disabled.disable("a")
    try disabled.disable("b")
    try disabled.disable("b")
    #expect(disabled.ids == ["a", "b"])
    try disabled.enable("b")
    try disabled.enable("c")
    #expect(disabled.ids == ["a"])
  }

  @Test("cannot be without a place, and say so")
  func nowhere() {
    #expect(
      throws: ReframeError(
        .notFound, "nobody knows where your configuration lies; set HOME or XDG_CONFIG_HOME")
    ) { try DisabledPlugins(UserFolders([:])).disable("a") }
  }
}
