import Testing

@testable import Transfer

@Suite("libcurl, which is opened when it is needed")
struct CurlLibraryTests {
  private func message(_ names: [String]) -> String? {
    do throws(TransferFailure) {
      try CurlLibrary.find(names)
      return nil
    } catch {
      #expect(error.kind == .unavailable && !error.mayHaveBeenReceived)
      return error.message
    }
  }

  @Test("It is found, under its second name too")
  func found() throws {
    try CurlLibrary.open()
    #expect(message(["libcurl.so.4"]) == nil)
    #expect(message(["libnone.so.1", "libcurl.so.4"]) == nil)
  }

  @Test("If it is missing, the package to install is named")
  func missing() {
    let expected =
      "the network needs libcurl, which cannot be used (libnone.so.1: cannot open shared object file: "
      + "No such file or directory); install the Debian package libcurl4"
    #expect(message(["libnone.so.1", "libnone.so.2"]) == expected)
  }

  @Test("A library that has not all that is needed is not used")
  func tooOld() {
    let expected =
      "the network needs libcurl, which cannot be used (libm.so.6 is too old: it has no curl_global_init); "
      + "install the Debian package libcurl4"
    #expect(message(["libm.so.6"]) == expected)
  }
}
