import ReframeSDK
import TestSupport
import Testing

@testable import Hosting

@Suite("A plugin reaches the hosts and secrets that it names")
struct VendorAccessTests {
  /// What a provider may reach whose manifest names these.
  static func access(
    hosts: [String] = [], secrets: [String] = [], _ change: (inout ProviderSetup) -> Void = { _ in }
  ) throws -> VendorAccess {
    let bundles = try TestBundles(own: [])
    try bundles.add(
      id: "fixture",
      manifest: """
        {"id": "fixture", "version": "1.0.0", "contract": "1.0", "kinds": ["provider"],
         "library": "libProvider.so", "hosts": \(try JSON.encode(hosts)), "secrets": \(try JSON.encode(secrets))}
        """, library: "libFixturePlugin.so", as: "libProvider.so")
    var setup = ProviderSetup(id: "vendor", plugin: "fixture")
    change(&setup)
    var configuration = HostConfiguration(explicit: [], environment: [:])
    configuration.pluginFolders = [bundles.path]
    configuration.providers = [setup]
    return VendorAccess(try #require(Host(configuration).providers.first))
  }

  @Test(
    "exactly or by their domain, encrypted and at the usual port",
    arguments: [
      "https://api.example.com/v1", "https://API.EXAMPLE.COM", "https://a.cdn.example/x",
      "https://a.b.cdn.example",
    ])
  func named(address: String) throws {
    let access = try Self.access(hosts: ["api.Example.com", "*.cdn.Example"])
    for withSecret in [false, true] { try access.check(address, withSecret: withSecret) }
  }

  @Test(
    "and no other",
    arguments: [
      ("https://example.com/", "example.com"),
      ("https://api.example.com.evil.example/", "api.example.com.evil.example"),
      ("https://xapi.example.com/", "xapi.example.com"), ("https://api.example.com./", "api.example.com."),
      ("https://cdn.example/", "cdn.example"), ("https://evilcdn.example/", "evilcdn.example"),
      ("https://.cdn.example.evil/", ".cdn.example.evil"), ("https://.cdn.example/", ".cdn.example"),
      ("http://api.example.com/", "http://api.example.com:80"),
      ("https://api.example.com:8443/", "https://api.example.com:8443"), ("https://127.0.0.1/", "127.0.0.1"),
    ])
  func others(address: String, shown: String) throws {
    let access = try Self.access(hosts: ["api.example.com", "*.cdn.example"])
    let error = ReframeError(
      .forbidden, "the plugin of 'vendor' may reach api.example.com, *.cdn.example, not \(shown)")
    for withSecret in [false, true] {
      #expect(throws: error) { try access.check(address, withSecret: withSecret) }
    }
  }

  @Test("What is no address is told so, on one line")
  func unreadable() throws {
    let access = try Self.access(hosts: ["*"])
    #expect(
      throws: ReframeError(.invalidArgument, #"vendor: 'https://a\nb' is no address of the web"#)
    ) { try access.check("https://a\nb", withSecret: false) }
  }

  @Test("A manifest without hosts reaches none")
  func none() throws {
    #expect(throws: ReframeError(.forbidden, "the plugin of 'vendor' may reach no host, not a.example")) {
      try Self.access().check("https://a.example/", withSecret: false)
    }
  }

  @Test("Any host means without a key")
  func any() throws {
    let access = try Self.access(hosts: ["*", "api.example.com"])
    try access.check("https://anything.example/", withSecret: false)
    try access.check("https://api.example.com/", withSecret: true)
    #expect(
      throws: ReframeError(
        .forbidden, "the plugin of 'vendor' may reach api.example.com, not anything.example with a key")
    ) { try access.check("https://anything.example/", withSecret: true) }
  }

  @Test("The settings' own address is reached as it is written, and only there")
  func baseURL() throws {
    let access = try Self.access(hosts: ["api.example.com"]) { $0.baseURL = "http://127.0.0.1:8080/v1" }
    try access.check("http://127.0.0.1:8080/other", withSecret: true)
    for address in [
      "http://127.0.0.1:8081/", "https://127.0.0.1:8080/", "http://2130706433:8080/",
      "http://localhost:8080/",
      "http://127.0.0.1/",
    ] {
      #expect(throws: ReframeError.self) { try access.check(address, withSecret: false) }
    }
  }

  @Test("A description's hosts and secrets count like the manifest's")
  func described() throws {
    let access = try Self.access {
      $0.hosts = ["api.example.com"]
      $0.secretNames = ["KEY"]
      $0.secrets = ["KEY": .file("/run/key")]
    }
    try access.check("https://api.example.com/", withSecret: true)
    #expect(try access.place(of: "KEY") == .file("/run/key"))
  }

  @Test("A secret that is not declared is not to be had, whatever the settings hold")
  func undeclared() throws {
    let access = try Self.access(secrets: ["KEY"]) { $0.secrets = ["OTHER": .environment("HOME")] }
    #expect(try access.place(of: "KEY") == nil)
    for name in ["OTHER", "key", ""] {
      #expect(
        throws: ReframeError(.forbidden, "the manifest of 'vendor' does not declare the secret '\(name)'")
      ) { try access.place(of: name) }
    }
  }
}
