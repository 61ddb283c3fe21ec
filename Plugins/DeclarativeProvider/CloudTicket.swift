import ReframeSDK

/// What has to be known to ask after a job, perhaps in another process.
struct CloudTicket: Codable, Equatable {
  /// The vendor's name for the job.
  var id: String
  /// The type that the result is expected to have, until its bytes say.
  var mediaType: String
  /// The size that it is expected to have; 0x0 if the vendor does not say.
  var size: PixelSize

  /// The ticket of a job that was taken.
  init(id: String, request: ReframeJob) {
    self.id = id
    let wanted = request.outputs.first
    let card = request.card
    let isVideo = card?.medium == .video
    let usual = isVideo ? card?.videoFormats?.first : card?.formats.first?.mediaType
    mediaType = wanted?.format?.mediaType ?? usual ?? (isVideo ? "video/mp4" : "image/png")
    size = wanted?.size ?? PixelSize(width: 0, height: 0)
  }

  /// Reads a ticket. Throws `invalidArgument` for what this plugin did not write; it may have been paid for.
  init(text: String) throws(ReframeError) {
    do throws(ReframeError) {
      self = try JSON.decode(CloudTicket.self, from: text, what: "ticket")
    } catch {
      throw ReframeError(.invalidArgument, error.message, accepted: .yes)
    }
  }
}
