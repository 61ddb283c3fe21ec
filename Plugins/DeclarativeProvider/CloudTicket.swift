internal import FoundationEssentials
import ReframeSDK

/// What has to be known to ask after a job, perhaps in another process.
struct CloudTicket: Codable, Equatable {
  /// The vendor's name for the job.
  var id: String
  /// The type that the result is expected to have, until its bytes say.
  var mediaType: String
  /// The size that it is expected to have; 0x0 if the vendor does not say.
  var size: PixelSize

  /// How many variations were asked for.
  var count: Int
  /// Milliseconds since 1970 of the submission.
  var submittedAt: Int64

  /// The ticket of a job that was taken.
  init(id: String, request: ReframeJob) {
    self.id = id
    let wanted = request.outputs.first
    let card = request.card
    let isVideo = card?.medium == .video
    let usual = isVideo ? card?.videoFormats?.first : card?.formats.first?.mediaType
    mediaType = wanted?.format?.mediaType ?? usual ?? (isVideo ? "video/mp4" : "image/png")
    size = wanted?.size ?? PixelSize(width: 0, height: 0)
    count = max(1, request.imageCount)
    submittedAt = Self.now
  }

  /// Milliseconds since 1970.
  private static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

  /// How long to wait before asking again: a tenth of the time that has passed, 1 to 10 s.
  var pause: Int64 {
    let (elapsed, overflow) = Self.now.subtractingReportingOverflow(submittedAt)
    return overflow ? 1000 : min(max(elapsed / 10, 1000), 10_000)
  }

  /// Whether an id can stand in an address: not empty, not long, and no way up.
  static func isUsable(_ id: String) -> Bool {
    !id.isEmpty && id.utf8.count <= 500 && !id.allSatisfy { $0 == "." }
  }

  /// Reads a ticket. Throws `notFound` for what this plugin did not write; it may have been paid for.
  init(text: String) throws(ReframeError) {
    do throws(ReframeError) {
      self = try JSON.decode(CloudTicket.self, from: text, what: "ticket")
    } catch {
      throw ReframeError(.notFound, "this is no ticket of the vendor's: \(error.message)", accepted: .yes)
    }
    guard Self.isUsable(id) else {
      throw ReframeError(.notFound, "this is no ticket of the vendor's: its id is unusable", accepted: .yes)
    }
  }
}
