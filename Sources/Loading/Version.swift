/// Three numbers that tell releases apart.
package struct Version: Comparable, Sendable {
  /// The version of this host.
  package static let current = "0.1.0"

  private let numbers: [Int]

  /// Reads `major.minor.patch`; missing numbers are 0. `nil` if there is anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...3).contains(parts.count), parts.allSatisfy({ ($0 ?? -1) >= 0 }) else { return nil }
    numbers = parts.compactMap { $0 } + Array(repeating: 0, count: 3 - parts.count)
  }

  package static func < (first: Version, second: Version) -> Bool {
    first.numbers.lexicographicallyPrecedes(second.numbers)
  }
}
