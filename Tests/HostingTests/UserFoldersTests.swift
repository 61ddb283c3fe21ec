import Hosting
import Testing

@Suite("The user's folders")
struct UserFoldersTests {
  @Test("are those of the variables, or else in the home")
  func folders() {
    let home = UserFolders(["HOME": "/home/me"])
    #expect(
      home.data == "/home/me/.local/share/reframe" && home.plugins == "/home/me/.local/share/reframe/plugins")
    #expect(home.configuration == "/home/me/.config/reframe" && home.cache == "/home/me/.cache/reframe")
    let own = UserFolders([
      "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "relative", "XDG_CACHE_HOME": "/c", "HOME": "/h",
    ])
    #expect(
      own.data == "/d/reframe" && own.configuration == "/h/.config/reframe" && own.cache == "/c/reframe")
    #expect(UserFolders(["HOME": ""]) == UserFolders([:]))
    #expect(UserFolders([:]).plugins == nil)
  }
}
