internal import Accounting
internal import Catalogue
internal import Dispatching
internal import Hosting
internal import Jobs
internal import ReframeSDK
internal import Routing

/// What the verbs need that bring jobs to engines: the host with all providers, models with prices, the ledger.
struct RoutingDesk {
  let router: Router
  let route: RouteChoice
  let payer: Payer

  /// A host that also knows the vendors that the catalogue describes, and where secrets are.
  /// `explains` tells of every exchange with a vendor.
  static func host(
    _ configuration: ReframeConfiguration, environment: [String: String], terminal: Terminal,
    explains: Bool = false
  ) -> Host {
    var settings = HostConfiguration(configuration)
    settings.environment = environment
    if explains { settings.onExchange = { terminal.error("\($0.printable)\n") } }
    let shelf = VendorShelf.find(settings.catalogueFolders)
    for refusal in shelf.refusals {
      terminal.error("reframe: not used: \(refusal.text.printable)\n")
    }
    settings.describe(shelf.files)
    return Host(settings)
  }

  /// Reads the route that the options and the settings say, and settles what earlier processes left in the ledger.
  init(
    _ parsed: ParsedArguments, _ configuration: ReframeConfiguration, host: Host,
    environment: [String: String], terminal: Terminal
  ) throws(UsageError) {
    let named: RouteChoice
    do throws(ReframeError) {
      named = try RouteChoice(configuration, named: configuration.route.chosen, engines: parsed.list("model"))
    } catch {
      throw UsageError(message: "--route: \(error.message)")
    }
    route = try RouteOptions.choice(parsed, from: named)
    var payer = Payer()
    payer.key = configuration.key.value ?? ""
    payer.project = configuration.project.value ?? ""
    self.payer = payer
    let book = LedgerBook(
      configuration, environment: environment, buysAgain: parsed.has("buy-again"))
    let catalogue = CatalogueOptions.catalogue(host, configuration, terminal: terminal)
    var measured: @Sendable (String) -> Double? = { _ in nil }
    if book.exists {
      measured = { model in (try? book.ledger().reader.medianSeconds(model: model)) ?? nil }
      Self.recover(book, terminal)
    }
    router = Router(host, catalogue, book: book, measured: measured)
  }

  /// Settles what processes left behind that died, and says what is still to be done about it; of what waits only
  /// if `tellsWaiting`.
  static func recover(_ book: LedgerBook, _ terminal: Terminal, tellsWaiting: Bool = true) {
    do throws(ReframeError) {
      let ledger = try book.ledger()
      let recovery = try ledger.recover(at: SystemClock().now)
      for booked in recovery.presumed {
        let attempt = booked.attempt
        terminal.error(
          "reframe: \(attempt.id) at \(attempt.provider.printable) may have been bought when its process ended; it "
            + "counts as spent until 'reframe spend reconcile' says otherwise\n")
      }
      if tellsWaiting && !recovery.waiting.isEmpty {
        terminal.error(
          "reframe: \(recovery.waiting.count) bought earlier and not received; 'reframe resume' fetches them\n"
        )
      }
      if let warning = ledger.clockWarning { terminal.error("reframe: \(warning)\n") }
    } catch {
      terminal.error("reframe: \(error.message.printable)\n")
    }
  }
}

extension HostConfiguration {
  /// Adds the vendors that files describe. What the settings say of one of them counts before the file.
  fileprivate mutating func describe(_ files: [VendorFile]) {
    for file in files {
      var setup = file.setup
      if let index = providers.firstIndex(where: { $0.id == file.id && $0.plugin == file.id }) {
        let own = providers[index]
        setup.settings.merge(own.settings) { $1 }
        setup.baseURL = own.baseURL ?? setup.baseURL
        setup.secrets = own.secrets
        setup.concurrent = own.concurrent ?? setup.concurrent
        setup.rateCount = own.rateCount ?? setup.rateCount
        setup.rateMilliseconds = own.rateMilliseconds ?? setup.rateMilliseconds
        providers[index] = setup
      } else if !providers.contains(where: { $0.id == file.id }) {
        providers.append(setup)
      }
    }
  }
}

extension ReframeConfiguration {
  /// Whether the settings name engines, so that the main verb asks them.
  var hasDefaultRoute: Bool {
    route.chosen != nil || routes.contains { $0.name == RouteSetting.standardName }
  }
}
