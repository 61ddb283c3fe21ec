internal import FoundationEssentials
package import ReframeSDK

/// All that has to be known to ask after a job from another process.
package struct VendorTicket: Codable, Equatable, Sendable {
  /// The vendor's id.
  package var id: String
  /// What the result probably is, such as `image/png`.
  package var mediaType: String
  /// How large it will be, where the vendor says so.
  package var size: PixelSize?
  /// How many variations were asked for.
  package var count: Int
  /// Milliseconds since 1970 of the submission.
  package var submittedAt: Int64

  /// Makes the ticket of an order.
  package init(id: String, order: VendorOrder, submittedAt: Int64) {
    self.id = id
    mediaType = order.expectedMediaType
    size = order.canvas
    count = order.count
    self.submittedAt = submittedAt
  }

  /// Reads a ticket. Throws `notFound` for what is none.
  package init(_ text: String, vendor: String) throws(ReframeError) {
    do throws(ReframeError) {
      self = try JSON.decode(VendorTicket.self, from: text, what: "ticket")
    } catch {
      throw ReframeError(.notFound, "this is no ticket of \(vendor): \(error.message)", accepted: .yes)
    }
    guard Self.isUsable(id) else {
      throw ReframeError(.notFound, "this is no ticket of \(vendor): its id is unusable", accepted: .yes)
    }
  }

  /// Whether an id can stand in an address: not empty, not long, and no way up.
  package static func isUsable(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= 500 && !id.allSatisfy { $0 == "." }
  }

  /// How long to wait before asking again: a tenth of the time that has passed, 1 to 10 s.
  package func pause(at now: Int64) -> Int64 {
    let (elapsed, overflow) = now.subtractingReportingOverflow(submittedAt)
    return overflow ? 1000 : min(max(elapsed / 10, 1000), 10_000)
  }

  /// Milliseconds since 1970.
  package static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }
}
