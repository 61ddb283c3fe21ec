import Catalogue
import ReframeSDK

/// A price book that is right, for tests to spoil.
enum Book {
  static func text(
    id: String = "b", version: String = "1", unit: String = "\"USD\"", valid: String = "{}",
    rules: String = #"{"r": {"calculator": "fixed", "per": "run", "prices": [{"amount": "0.01"}]}}"#,
    more: String = ""
  ) -> String {
    """
    {"schema": "reframe.price-book/1", "id": "\(id)", "version": "\(version)", "vendor": "v", "unit": \(unit),
     "valid": \(valid), "rules": \(rules)\(more)}
    """
  }

  /// A rule with these prices.
  static func text(prices: String, omitted: String = "[]") -> String {
    text(
      rules: #"{"r": {"calculator": "t", "per": "run", "prices": [\#(prices)], "omitted": \#(omitted)}}"#)
  }
}
