internal import Catalogue
internal import Hosting
internal import ReframeSDK

/// `reframe models`: which models are known, what they cost and what they can do; `models show` tells one.
enum ModelsCommand {
  static let table = CommandTable(
    name: "reframe models",
    synopsis: "reframe models [options]\n  reframe models show MODEL [options]",
    abstract: "Lists the models that are known: what they cost, how long they take and what they can do.",
    examples: [
      ("what there is", "reframe models"),
      ("what one takes and costs", "reframe models show reframe-image"),
      ("for a program", "reframe models --json"),
    ],
    groups: [CatalogueOptions.other])

  static func run(_ arguments: [String], environment: [String: String], terminal: Terminal) throws(UsageError)
    -> ExitCode
  {
    let parsed = try ParsedArguments(arguments, table: table)
    if parsed.has("help") {
      terminal.output(Help.text(table))
      return .success
    }
    let operands = parsed.operands
    guard operands.isEmpty || operands.first == "show" else {
      throw UsageError(
        message: "'reframe models' takes no '\(operands[0])'; try 'reframe models show \(operands[0])'")
    }
    guard operands.isEmpty || operands.count == 2 else {
      throw UsageError(message: "say which model: reframe models show MODEL")
    }
    let configuration = try CatalogueOptions.configuration(parsed, table: table, environment: environment)
    let host = RoutingDesk.host(configuration, environment: environment, terminal: terminal)
    let catalogue = CatalogueOptions.catalogue(host, configuration, terminal: terminal)
    do throws(ReframeError) {
      let entries = operands.isEmpty ? catalogue.entries : [try catalogue.entry(operands[1])]
      let records = entries.map(ModelRecord.init)
      if parsed.has("json") {
        terminal.output(
          try operands.isEmpty
            ? JSON.encode(records, pretty: true) + "\n" : JSON.encode(records[0], pretty: true) + "\n")
      } else if operands.isEmpty {
        terminal.output(list(catalogue, searched: host.configuration.catalogueFolders))
      } else {
        terminal.output(ModelText.text(entries[0]))
      }
      return .success
    } catch {
      terminal.error("reframe: \(error.message)\n")
      return error.kind == .notFound ? .usage : .failure
    }
  }

  private static func list(_ catalogue: ModelCatalogue, searched: [String]) -> String {
    guard !catalogue.entries.isEmpty else {
      return (["No models are known. Looked in:"] + searched.map { "  \($0)" }).joined(separator: "\n") + "\n"
    }
    var rows = [["MODEL", "VENDOR", "MAKES", "PRICE", "TIME", "RUN BY"]]
    for entry in catalogue.entries {
      let card = entry.card
      rows.append([
        card.slug, card.vendor, makes(card), PriceText.summary(entry.rule), PriceText.time(card),
        entry.provider ?? "no provider installed",
      ])
    }
    return Columns.text(rows).map(\.printable).joined(separator: "\n") + "\n"
  }

  private static func makes(_ card: ModelCard) -> String {
    let ratios = card.aspects.map { "\($0.count) ratios" } ?? "any ratio"
    return "\(card.medium.rawValue)s, \(ratios)"
  }
}

/// A model as JSON: its card, and who runs it.
struct ModelRecord: Encodable {
  let card: ModelCard
  let provider: String?
  let price: String

  init(_ entry: ModelCatalogue.Entry) {
    card = entry.card
    provider = entry.provider
    price = PriceText.summary(entry.rule)
  }
}
