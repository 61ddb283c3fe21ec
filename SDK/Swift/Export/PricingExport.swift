internal import CReframe

/// The C table of a `PricingCalculator`.
enum PricingExport {
  private typealias Instance = ExportedInstance<any PricingCalculator, rf_pricing>

  static func table(for calculator: some PricingCalculator) -> UnsafeRawPointer {
    Instance.export(calculator) { pointer in
      var table = rf_pricing()
      table.size = UInt32(MemoryLayout<rf_pricing>.size)
      table.instance = pointer
      table.quote = { pointer, request, card, out, error in
        RawCall.report(to: error) { () throws(ReframeError) in
          let job = try JSON.decode(ReframeJob.self, from: String(request), what: "job")
          let model = try JSON.decode(ModelCard.self, from: String(card), what: "model card")
          let quote = try Instance.with(pointer) { (calculator) throws(ReframeError) in
            try calculator.quote(job, card: model)
          }
          try Sink.write(try JSON.encode(quote), to: out)
          return RF_OK
        }
      }
      table.destroy = { Instance.destroy($0) }
      return table
    }
  }
}
