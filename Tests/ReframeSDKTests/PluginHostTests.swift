import CReframe
import Testing

@testable import ReframeSDK

@Suite("A host as a plugin sees it")
struct PluginHostTests {
  /// A host that offers tables by id; they and their answers live as long as this object.
  private final class Offering {
    var value = RawHost.plain
    let detectTable = UnsafeMutablePointer<rf_host_detect>.allocate(capacity: 1)

    init(size: Int = MemoryLayout<rf_host_detect>.size, _ answer: @escaping DetectCall) {
      detectTable.initialize(to: rf_host_detect())
      detectTable.pointee.size = UInt32(size)
      detectTable.pointee.detect = answer
      value.context = UnsafeMutableRawPointer(detectTable)
      value.name = rf_text()
      value.extension = { context, id in
        guard let id, String(cString: id) == RF_HOST_DETECT else { return nil }
        return UnsafeRawPointer(context)
      }
    }

    deinit { detectTable.deallocate() }
  }

  private typealias DetectCall =
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafePointer<rf_job>?, rf_text, UnsafePointer<rf_image>?, rf_text,
      UnsafePointer<rf_subjects>?, UnsafeMutablePointer<rf_error>?
    ) -> Int32

  private func subjects(_ host: inout rf_host, detector: String? = nil) throws -> SubjectMap {
    let picture = RawPicture(4, 2)
    let base = try #require(picture.bytes.baseAddress)
    let pixels = LentPixels(base: base, size: picture.size, channels: 3, stride: picture.stride)
    let job = RawJob()
    return try withExtendedLifetime((picture, job)) {
      try withUnsafePointer(to: &host) { host in
        try withUnsafePointer(to: job.value) { raw in
          try PluginHost(host).subjects(in: pixels, detector: detector, job: try JobContext(raw))
        }
      }
    }
  }

  @Test("A detector's regions come back; the picture is read-only")
  func detect() throws {
    let offering = Offering { _, _, id, image, parameters, out, _ in
      guard let image, let out, image.pointee.flags == RF_IMAGE_READ_ONLY, image.pointee.width == 4,
        String(parameters) == "{}"
      else { return RF_INTERNAL }
      var region = rf_region()
      region.size = UInt32(MemoryLayout<rf_region>.size)
      (region.width, region.height, region.score, region.label) = (1, 1, 1, id)
      return out.pointee.region(out.pointee.context, &region)
    }
    #expect(try subjects(&offering.value).regions.map(\.label) == [""])
    #expect(try subjects(&offering.value, detector: "faces").regions.map(\.label) == ["faces"])
  }

  @Test("A region off the picture is the detector's fault, whether or not it passes the refusal on")
  func nonsense() {
    let fault = ReframeError(
      .internalFault, "the detector answered a region off the picture, or a score outside 0 to 1")
    let honest = Offering { _, _, _, _, _, out, _ in
      var region = rf_region()
      region.size = UInt32(MemoryLayout<rf_region>.size)
      (region.x, region.width, region.height) = (2, 1, 1)
      return out?.pointee.region(out?.pointee.context, &region) ?? RF_INTERNAL
    }
    #expect(throws: fault) { try subjects(&honest.value) }
    let careless = Offering { _, _, _, _, _, out, _ in
      var region = rf_region()
      region.size = UInt32(MemoryLayout<rf_region>.size)
      region.score = .nan
      _ = out?.pointee.region(out?.pointee.context, &region)
      return RF_OK
    }
    #expect(throws: fault) { try subjects(&careless.value) }
  }

  @Test("What the detector reports is thrown")
  func failing() {
    let offering = Offering { _, _, _, _, _, _, _ in RF_UNAVAILABLE }
    let failure = ReframeError(
      .unavailable, "the plugin failed without a reason (status 11)", accepted: .unknown)
    #expect(throws: failure) { try subjects(&offering.value) }
  }

  @Test("A host that lacks or has an older extension says so")
  func lacking() {
    var plain = RawHost.plain
    let lacking = ReframeError(.unsupported, "this host does not offer reframe.detect/1")
    #expect(throws: lacking) { try subjects(&plain) }
    plain.extension = nil
    #expect(throws: lacking) { try subjects(&plain) }
    let older = Offering(size: 8) { _, _, _, _, _, _, _ in RF_OK }
    #expect(throws: ReframeError(.unsupported, "this host offers an older reframe.detect/1")) {
      try subjects(&older.value)
    }
    let hollow = Offering { _, _, _, _, _, _, _ in RF_OK }
    hollow.detectTable.pointee.detect = nil
    let error = #expect(throws: ReframeError.self) { try subjects(&hollow.value) }
    #expect(error?.kind == .unsupported)
  }

  @Test("A host without pixel memory gives none")
  func noPixels() throws {
    var plain = RawHost.plain
    let memory = try withUnsafePointer(to: &plain) { host in
      try PluginHost(host).allocatePixels(byteCount: 64)
    }
    #expect(memory == nil)
  }

  @Test("A size that makes no sense is described as one that is refused, and stops nobody")
  func clamped() throws {
    let base = try #require(UnsafeMutableRawPointer(bitPattern: 64))
    var image = LentPixels(
      base: base, size: PixelSize(width: -1, height: .max), channels: -3, stride: -1
    ).descriptor(readOnly: true)
    #expect(throws: ReframeError(.invalidArgument, "a picture without pixels, or too large")) {
      try PixelLayout(&image)
    }
  }

  @Test(
    "Pixels are described as the contract has it", arguments: [(3, RF_ALPHA_NONE), (4, RF_ALPHA_STRAIGHT)])
  func descriptor(channels: Int, alpha: Int32) throws {
    let base = try #require(UnsafeMutableRawPointer(bitPattern: 64))
    let pixels = LentPixels(
      base: base, size: PixelSize(width: 5, height: 4), channels: channels, stride: 32)
    let image = pixels.descriptor(readOnly: false)
    #expect(image.size == 80)
    #expect(image.width == 5 && image.height == 4 && image.stride == 32)
    #expect(image.sample == UInt32(RF_SAMPLE_U8) && image.layout == UInt32(channels))
    #expect(image.alpha == UInt32(alpha) && image.color == UInt32(RF_COLOR_SRGB))
    #expect(image.flags == 0 && pixels.descriptor(readOnly: true).flags == RF_IMAGE_READ_ONLY)
    #expect(image.pixels == base)
  }
}
