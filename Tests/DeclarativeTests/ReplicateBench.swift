import Foundation
import ReframeSDK
import TestSupport

/// What tests of the described Replicate share: an instance whose network is a double.
protocol ReplicateBench {}

extension ReplicateBench {
  var source: LentSource { LentSource(url: "https://pictures.example/cat.jpg", mediaType: "image/jpeg") }

  func provider(_ double: ReplicateDouble, service: LentService = LentService()) throws -> Provider {
    service.answer { exchange throws(ReframeError) in double.respond(to: exchange) }
    return try Provider("declarative", try Described.text(Described.replicate), service: service)
  }

  func job(_ aspect: String = "9:16", _ configure: (inout ReframeJob) -> Void = { _ in }) throws
    -> ReframeJob
  {
    try Wishes.job(try Wishes.card("luma/reframe-image", in: "replicate"), aspect, configure)
  }

  func ticket(_ provider: Provider, _ job: ReframeJob, _ source: LentSource) throws -> String {
    guard case .ticket(let ticket) = try provider.submit(job, source: source) else {
      throw ReframeError(.internalFault, "no ticket")
    }
    return ticket
  }

  func failure(_ body: () throws -> Void) -> ReframeError? {
    do {
      try body()
      return nil
    } catch {
      return error as? ReframeError
    }
  }
}
