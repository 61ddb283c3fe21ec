internal import Catalogue
internal import Hosting
internal import ReframeSDK

/// What the verbs that ask models have in common: how many variations, and the model's own parameters.
enum ModelOptions {
  static let parameter = CommandOption(
    name: "param", letter: "p", value: "KEY=VALUE",
    help: "a parameter of the model's own; see 'reframe models show'", repeats: true)

  /// Reads `--count`; 1 if it is not given.
  static func count(_ parsed: ParsedArguments, limit: Int) throws(UsageError) -> Int {
    guard let count = try parsed.integer("count") else { return 1 }
    guard (1...limit).contains(count) else {
      throw UsageError(message: "--count: \(count) is not between 1 and \(limit)")
    }
    return count
  }

  /// Throws `notFound` for a parameter that none of the cards has: that is a typing error, not a reason to leave
  /// all models out. `whose` says which models they are.
  static func check(
    _ names: [String], on cards: [ModelCard], _ whose: String = "model"
  ) throws(ReframeError) {
    let known = Set(cards.flatMap { $0.properties.map(\.name) }).sorted()
    guard let stranger = names.first(where: { !known.contains($0) }) else { return }
    let nearest = Spelling.nearest(to: stranger, in: known).map { "; did you mean '\($0)'?" } ?? ""
    throw ReframeError(.notFound, "--param: no \(whose) has a parameter '\(stranger)'\(nearest)")
  }

  /// Reads every `--param`.
  static func parameters(_ parsed: ParsedArguments) throws(UsageError) -> [(name: String, text: String)] {
    var parameters: [(name: String, text: String)] = []
    for pair in parsed.all("param") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, !sides[0].isEmpty else {
        throw UsageError(message: "--param: '\(pair)' is not KEY=VALUE, as in generation_mode=quality")
      }
      guard !parameters.contains(where: { $0.name == sides[0] }) else {
        throw UsageError(message: "--param: '\(sides[0])' is given twice")
      }
      parameters.append((sides[0], sides[1]))
    }
    return parameters
  }
}
