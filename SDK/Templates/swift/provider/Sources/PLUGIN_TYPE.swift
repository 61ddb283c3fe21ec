public import CReframe
import ReframeSDK

/// Crops pictures about their middle.
///
/// A provider is handed a job and the encoded source, and hands back encoded results. This one works on this machine
/// and is done when `submit` returns; one that buys from a service answers with a ticket instead and is polled.
struct PLUGIN_TYPE: ReframeProvider {
  /// Users see the card in 'reframe models', and the host sends nothing that it does not offer; as `provider` is
  /// said, it converts other pictures to PNG first.
  func models() throws(ReframeError) -> [ModelCard] {
    var card = ModelCard(slug: "PLUGIN_ID/crop", vendor: "PLUGIN_ID", title: "Crop about the middle")
    card.provider = "PLUGIN_ID"
    card.lifecycle = .experimental
    card.modes = [.auto, .crop]
    card.formats = [.png]
    card.sourceFormats = ["image/png"]
    card.outputLimit = 16
    card.pricing = .object(["book": .string("local"), "rule": .string("free")])
    return [card]
  }

  /// Says what would be done: nothing is bought or written.
  func plan(_ request: ReframeJob, source: ReframeSource, job: JobContext) throws(ReframeError) -> ReframePlan
  {
    let size = try PNGPicture(source, pixelLimit: request.pixelLimit).size
    var outputs: [OutputPlan] = []
    for (index, wanted) in request.outputs.enumerated() {
      let crop = try crop(for: wanted, of: size)
      let framing = Framing(canvas: crop.size, crop: crop, of: size)
      outputs.append(OutputPlan(output: index, operation: .crop, framing: framing, crop: crop))
    }
    return ReframePlan(source: size, subjects: nil, outputs: outputs)
  }

  /// Does the job: every output to `output`, then `.finished`. Several threads may be in here at a time.
  func submit(
    _ request: ReframeJob, source: ReframeSource, output: RenditionOutput, job: JobContext
  ) throws(ReframeError) -> Submission {
    let picture = try PNGPicture(source, pixelLimit: request.pixelLimit)
    let pixels = try picture.decode()
    for (index, wanted) in request.outputs.enumerated() {
      // Whoever waits may give up: look as often as you can.
      try job.checkCancelled()
      let crop = try crop(for: wanted, of: picture.size)
      let file = try picture.encode(pixels, crop)
      try output.write(Rendition(output: index, mediaType: "image/png", size: crop.size)) {
        (take) throws(ReframeError) in
        try file.withUnsafeBufferPointer { (bytes) throws(ReframeError) in
          try take(UnsafeRawBufferPointer(bytes))
        }
      }
    }
    return .finished
  }

  /// The largest part of the ratio asked for about the middle, to the nearest pixel. The host sends nothing but what
  /// the card offers; whoever calls otherwise is told.
  private func crop(for wanted: OutputRequest, of size: PixelSize) throws(ReframeError) -> PixelRect {
    guard wanted.size == nil, wanted.placement == nil else {
      throw ReframeError(.unsupported, "PLUGIN_ID keeps the source's scale; ask for a ratio alone")
    }
    guard wanted.format == nil || wanted.format == .png else {
      throw ReframeError(.unsupported, "PLUGIN_ID writes PNG only; use --format png")
    }
    let ratio = wanted.aspect.value
    let width = min(size.width, max(1, Int((Double(size.height) * ratio).rounded())))
    let height = min(size.height, max(1, Int((Double(size.width) / ratio).rounded())))
    return PixelRect(
      x: (size.width - width) / 2, y: (size.height - height) / 2, width: width, height: height)
  }
}

/// What the host calls when it opens the library. Id and version are those of plugin.json. The closure makes an
/// instance; `environment` holds the user's settings for this plugin, and the host, which lends detectors, fills and
/// HTTP. A provider that is not ready for several calls at a time says so: `.provider(concurrency: …) { … }`.
@c @implementation
public func reframe_entry(_ handshake: UnsafePointer<rf_handshake>!) -> UnsafePointer<rf_entry>! {
  exportPlugin(handshake, id: "PLUGIN_ID", version: "0.1.0", .provider { environment in PLUGIN_TYPE() })
}
