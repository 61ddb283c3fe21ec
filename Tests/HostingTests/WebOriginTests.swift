import Testing

@testable import Hosting

@Suite("Addresses of the web are read strictly")
struct WebOriginTests {
  @Test(
    "as scheme, host and port",
    arguments: [
      ("https://api.example.com", "api.example.com"), ("HTTPS://API.Example.COM/v1?a=b#c", "api.example.com"),
      ("https://api.example.com:443/", "api.example.com"),
      ("https://api.example.com?x=//y", "api.example.com"),
      ("https://api.example.com#@evil.example", "api.example.com"),
      ("https://api.example.com/@evil.example", "api.example.com"),
      ("https://api.example.com:8443/", "https://api.example.com:8443"),
      ("http://api.example.com/", "http://api.example.com:80"),
      ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080"), ("https://[::1]/", "[::1]"),
      ("https://[2001:DB8::1]:99/", "https://[2001:db8::1]:99"), ("https://a_b.example/", "a_b.example"),
    ])
  func read(address: String, text: String) { #expect(WebOrigin(address)?.text == text) }

  @Test(
    "and nothing else is one, least of all what two readers may take for different hosts",
    arguments: [
      "", "https", "https:", "https:/", "https://", "https:///a", "https:api.example.com",
      "//api.example.com",
      "ftp://api.example.com/", "file:///etc/passwd", "gopher://api.example.com",
      "javascript://api.example.com",
      "https://user@api.example.com/", "https://user:word@api.example.com/", "https://@api.example.com/",
      "https://api.example.com\\@evil.example/", "https://api.example.com\\.evil.example/",
      "https:\\\\api.example.com/", "https://api.example.com%2f@evil.example/", "https://api%2eexample.com/",
      "https://api.example.com\t.evil.example/", "https://api.example.com/a b", "https://api.example.com/\n",
      " https://api.example.com/", "https://api.example.com/\u{0}", "https://api.éxample.com/",
      "https://api.example.com。evil.example/", "https://api.example.com:/", "https://api.example.com:0/",
      "https://api.example.com:65536/", "https://api.example.com:+443/", "https://api.example.com:0443/",
      "https://api.example.com:443:443/", "https://api.example.com:80x/", "https://[::1/", "https://[]/",
      "https://[fe80::1%25eth0]/", "https://[::1]x/", "https://a,b.example/", "https://a;b.example/",
      "https://<a>/", "https://a'b/", "https://$a/",
    ])
  func refused(address: String) { #expect(WebOrigin(address) == nil) }

  @Test("Equal means the same scheme, host and port")
  func equal() {
    #expect(WebOrigin("https://a.example/x") == WebOrigin("https://A.EXAMPLE:443/y"))
    #expect(WebOrigin("https://a.example") != WebOrigin("http://a.example"))
    #expect(WebOrigin("https://a.example") != WebOrigin("https://a.example:444"))
    #expect(WebOrigin("https://a.example") != WebOrigin("https://a.example."))
  }
}
