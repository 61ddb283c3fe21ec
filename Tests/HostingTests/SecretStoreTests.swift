import Glibc
import ReframeSDK
import TestSupport
import Testing

@testable import Hosting

@Suite("Secrets are read when they are needed")
struct SecretStoreTests {
  private static let secret = "s3cret-0123456789"

  private func value(
    _ environment: [String: String], at place: ProviderSetup.SecretReference? = nil
  ) throws -> String {
    let access = try VendorAccessTests.access(secrets: ["KEY"]) {
      $0.secrets = place.map { ["KEY": $0] } ?? [:]
    }
    return try SecretStore(environment).value(of: "KEY", for: access)
  }

  private func refusal(
    _ environment: [String: String], at place: ProviderSetup.SecretReference? = nil
  ) -> ReframeError? {
    #expect(throws: ReframeError.self) { _ = try value(environment, at: place) }
  }

  @Test("from the variable of their name, or the file that another names")
  func standard() throws {
    let folder = try TestFolder()
    let path = try folder.write(Array("\(Self.secret)\r\n\n".utf8), to: "key")
    #expect(try value(["KEY": Self.secret]) == Self.secret)
    #expect(try value(["KEY_FILE": path]) == Self.secret)
    #expect(try value(["KEY": "", "KEY_FILE": path]) == Self.secret)
    #expect(try value(["KEY": "other", "KEY_FILE": path]) == "other")
  }

  @Test("from where the settings say, and nowhere else then")
  func placed() throws {
    let folder = try TestFolder()
    let path = try folder.write(Array(Self.secret.utf8), to: "key")
    #expect(try value(["MINE": Self.secret, "KEY": "other"], at: .environment("MINE")) == Self.secret)
    #expect(try value(["KEY": "other"], at: .file(path)) == Self.secret)
    #expect(
      refusal(["KEY": "other"], at: .environment("MINE"))
        == ReframeError(
          .unauthenticated, "'vendor' needs KEY, and the variable MINE is not set", accepted: .no))
  }

  @Test("A missing one is named with everything that helps")
  func missing() {
    let error = ReframeError(
      .unauthenticated,
      "'vendor' needs KEY: set that variable, or KEY_FILE to a file with it, or say where it is under "
        + "providers.vendor.secrets in reframe.yaml", accepted: .no)
    for environment in [[:], ["KEY": ""], ["KEY": "", "KEY_FILE": ""], ["key": "x"]] {
      #expect(refusal(environment) == error)
    }
  }

  @Test("A file that holds no key is told by its name, never by what it holds")
  func files() throws {
    let folder = try TestFolder()
    try folder.write([], to: "empty")
    try folder.write(Array("\n\n".utf8), to: "blank")
    try folder.write([UInt8](repeating: 0x61, count: 8193), to: "long")
    try folder.write(Array("one\ntwo".utf8), to: "lines")
    try folder.write(Array("with space".utf8), to: "space")
    try folder.write([0x61, 0, 0x62], to: "zero")
    try folder.write([0xff, 0xfe], to: "bytes")
    mkfifo(folder["pipe"], 0o600)
    let signs = "holds signs that no key has, such as a space or a line end"
    let cases = [
      ("empty", "is empty"), ("blank", "is empty"), ("long", "is too long to be a key"), ("lines", signs),
      ("space", signs), ("zero", signs), ("bytes", signs), ("pipe", "is not a file"), ("", "is not a file"),
      ("none", "cannot be read: no such file or directory"),
    ]
    for (name, reason) in cases {
      let path = name.isEmpty ? folder.path : folder[name]
      let error = ReframeError(
        .unauthenticated, "'vendor' needs KEY, and the file '\(path)' \(reason)", accepted: .no)
      #expect(refusal([:], at: .file(path)) == error)
      #expect(refusal(["KEY_FILE": path]) == error)
    }
    #expect(
      refusal([:], at: .file("/dev/zero"))?.message
        == "'vendor' needs KEY, and the file '/dev/zero' is not a file")
  }

  @Test(
    "A variable that holds no key is told by its name", arguments: ["a b", "a\nb", "a\r", "clé", "\u{7f}"])
  func variables(value: String) {
    #expect(
      refusal(["KEY": value])
        == ReframeError(
          .unauthenticated,
          "'vendor' needs KEY, and the variable KEY holds signs that no key has, such as a space or a line end",
          accepted: .no))
  }

  @Test("Only a secret that was read is known to what is shown, and then everywhere")
  func redacted() throws {
    let store = SecretStore(["KEY": Self.secret])
    let access = try VendorAccessTests.access(secrets: ["KEY"])
    #expect(store.redacted("bad \(Self.secret)") == "bad \(Self.secret)")
    _ = try store.value(of: "KEY", for: access)
    #expect(store.redacted("bad \(Self.secret)") == "bad …")
    #expect(
      store.redacted(
        ReframeError(.quota, "no credit for \(Self.secret)", code: "E-\(Self.secret)", accepted: .yes))
        == ReframeError(.quota, "no credit for …", code: "E-…", accepted: .yes))
  }

  @Test("It is read once")
  func once() throws {
    let folder = try TestFolder()
    let path = try folder.write(Array(Self.secret.utf8), to: "key")
    let access = try VendorAccessTests.access(secrets: ["KEY"]) { $0.secrets = ["KEY": .file(path)] }
    let store = SecretStore([:])
    #expect(try store.value(of: "KEY", for: access) == Self.secret)
    try folder.write(Array("another-key".utf8), to: "key")
    #expect(try store.value(of: "KEY", for: access) == Self.secret)
  }
}
