/// The version of a price book that counts: `price-books.BOOK`.
package struct PriceBookPin: SettingEntry {
  /// Id of the book.
  package let name: String
  package internal(set) var origin: SettingOrigin
  var isFaulty = false
  package internal(set) var version = Setting<String>()

  static let noun = "price book"
  static let short: String? = ""
  static let keys: [EntryKey<PriceBookPin>] = [
    EntryKey(
      name: "", slot: TypedSlot(path: \PriceBookPin.version, type: .reference), values: "a version",
      standard: "the one valid today", help: "which version of a price book counts")
  ]

  init(name: String, origin: SettingOrigin) {
    self.name = name
    self.origin = origin
  }

  var fault: String? { version.value == nil ? "the price book '\(name)' is given no version" : nil }
}
