import ReframeSDK
import StrictJSON

@testable import Catalogue

extension JSONText {
  /// Reads a text that stands in a test.
  init(_ text: String) throws(ReframeError) {
    do throws(JSONFault) { try self.init(Array(text.utf8)) } catch {
      throw ReframeError(.invalidArgument, error.description)
    }
  }
}

extension PriceBook {
  init(_ text: String) throws(ReframeError) { try self.init(try JSONText(text)) }
}

extension ModelFile {
  init(_ text: String) throws(ReframeError) { try self.init(try JSONText(text)) }
}

extension VendorFile {
  init(_ text: String) throws(ReframeError) { try self.init(try JSONText(text)) }
}
