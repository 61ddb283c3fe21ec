import CLCMS
import Imaging
import Testing

/// A GIF of one red pixel.
private let redPixel: [UInt8] =
  [UInt8]("GIF89a".utf8) + [
    1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B,
  ]

@Suite("Formats read through libVipsCodec")
struct VipsCodecTests {
  private static var isInstalled: Bool {
    if case .missingCodec = redPixel.failure() { return false }
    return true
  }

  @Test("A GIF is read", .enabled(if: isInstalled))
  func gif() throws {
    let info = try redPixel.probed()
    #expect(info.format == .gif)
    #expect(info.size == .init(width: 1, height: 1))
    #expect(info.frames == 1)
    #expect(try redPixel.decoded().pixel(0, 0).prefix(3) == [255, 0, 0])
  }

  @Test("A cut GIF is an error", .enabled(if: isInstalled))
  func cut() {
    for length in 7..<20 { #expect([UInt8](redPixel.prefix(length)).failure() != nil) }
  }

  @Test("Cancelling ends the work", .enabled(if: isInstalled))
  func cancelling() {
    #expect(redPixel.failure(with: ImageDecoder(isCancelled: { true })) == .cancelled)
  }

  @Test("Inks are converted by the picture's own profile", .enabled(if: isInstalled))
  func inks() throws {
    // No printer is like this one: whatever the inks, the paper is a middle grey.
    let pixel = try Self.inks(profile: try Self.greyPaper()).decoded().pixel(0, 0)
    for sample in pixel { #expect(abs(Int(sample) - 119) <= 2) }
    // Without a profile cyan is a blue of some kind, and with one that is damaged, too.
    for profile in [[], [UInt8](repeating: 7, count: 200)] {
      let cyan = try Self.inks(profile: profile).decoded().pixel(0, 0)
      #expect(cyan[0] < 60 && cyan[2] > 180)
    }
  }

  @Test("IPTC of a TIFF is put as JPEG has it", .enabled(if: isInstalled))
  func iptc() throws {
    let records: [UInt8] = [0x1C, 2, 5, 0, 3, 65, 66, 67]
    let metadata = try Self.inks(profile: records, tag: 33723).metadata()
    let block = [UInt8]("Photoshop 3.0\08BIM".utf8) + [4, 4, 0, 0, 0, 0, 0, 8] + records
    #expect(metadata.iptc == block)
  }

  /// A profile whose table has L* = 50 everywhere.
  private static func greyPaper() throws -> [UInt8] {
    let profile = try #require(cmsCreateProfilePlaceholder(nil))
    defer { cmsCloseProfile(profile) }
    cmsSetProfileVersion(profile, 2.1)
    cmsSetDeviceClass(profile, cmsSigOutputClass)
    cmsSetColorSpace(profile, cmsSigCmykData)
    cmsSetPCS(profile, cmsSigLabData)
    let pipeline = try #require(cmsPipelineAlloc(nil, 4, 3))
    defer { cmsPipelineFree(pipeline) }
    let table: [UInt16] = (0..<16).flatMap { _ in [0x7F80, 0x8000, 0x8000] as [UInt16] }
    cmsPipelineInsertStage(pipeline, cmsAT_END, cmsStageAllocCLut16bit(nil, 2, 4, 3, table))
    let isWritten = cmsWriteTag(profile, cmsSigAToB0Tag, UnsafeRawPointer(pipeline)) != 0
    try #require(isWritten)
    var length: cmsUInt32Number = 0
    cmsSaveProfileToMem(profile, nil, &length)
    var bytes = [UInt8](repeating: 0, count: Int(length))
    cmsSaveProfileToMem(profile, &bytes, &length)
    return bytes
  }

  /// A TIFF of 8 by 8 pixels of pure cyan, with a profile or something else under its tag.
  private static func inks(profile: [UInt8], tag: Int = 34675) -> [UInt8] {
    let pixels = (0..<64).flatMap { _ in [255, 0, 0, 0] as [UInt8] }
    let (depths, start) = (8, 16)
    let end = start + pixels.count
    var entries = [
      [256, 3, 1, 8], [257, 3, 1, 8], [258, 3, 4, depths], [259, 3, 1, 1], [262, 3, 1, 5],
      [273, 4, 1, start],
      [277, 3, 1, 4], [278, 3, 1, 8], [279, 4, 1, pixels.count],
    ]
    if !profile.isEmpty { entries.append([tag, 7, profile.count, end]) }
    func little(_ value: Int, _ bytes: Int) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let directory = entries.flatMap {
      little($0[0], 2) + little($0[1], 2) + little($0[2], 4) + little($0[3], 4)
    }
    return [0x49, 0x49, 42, 0] + little(end + profile.count, 4) + [8, 0, 8, 0, 8, 0, 8, 0] + pixels + profile
      + little(entries.count, 2) + directory + little(0, 4)
  }
}
