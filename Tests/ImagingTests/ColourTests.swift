import CLCMS
import Imaging
import Testing

@Suite("Colour profiles and metadata")
struct ColourTests {
  /// A profile with the primaries of sRGB but another tone curve.
  private static func profile(gamma: Double, grey: Bool = false) throws -> [UInt8] {
    let curve = try #require(cmsBuildGamma(nil, gamma))
    defer { cmsFreeToneCurve(curve) }
    var white = cmsCIExyY(x: 0.3127, y: 0.3290, Y: 1)
    var primaries = cmsCIExyYTRIPLE(
      Red: cmsCIExyY(x: 0.64, y: 0.33, Y: 1), Green: cmsCIExyY(x: 0.30, y: 0.60, Y: 1),
      Blue: cmsCIExyY(x: 0.15, y: 0.06, Y: 1))
    var curves: [OpaquePointer?] = [curve, curve, curve]
    let made = grey ? cmsCreateGrayProfile(&white, curve) : cmsCreateRGBProfile(&white, &primaries, &curves)
    return try bytes(try #require(made))
  }

  private static func bytes(_ profile: cmsHPROFILE) throws -> [UInt8] {
    defer { cmsCloseProfile(profile) }
    var length: cmsUInt32Number = 0
    cmsSaveProfileToMem(profile, nil, &length)
    var result = [UInt8](repeating: 0, count: Int(length))
    cmsSaveProfileToMem(profile, &result, &length)
    return result
  }

  private static func tagged(_ file: [UInt8], _ profile: [UInt8]) -> [UInt8] {
    file.withSegment(2, [UInt8]("ICC_PROFILE\0".utf8) + [1, 1] + profile)
  }

  @Test("Another tone curve is converted to sRGB", arguments: [nil, 20])
  func converted(side: Int?) throws {
    let file = Self.tagged(
      try ImageEncoder(.jpeg, quality: 100).data(try Pictures.flat(32, 32, [128, 128, 128])),
      try Self.profile(gamma: 1))
    #expect(try file.probed().profileDescription != nil)
    let pixel = try file.decoded(to: side.map { .init(width: $0, height: $0) }).pixel(5, 5)
    // Half the light is 188 in sRGB.
    for sample in pixel { #expect(abs(Int(sample) - 188) <= 2) }
  }

  @Test("sRGB itself changes nothing")
  func same() throws {
    let file = try ImageEncoder(.jpeg).data(try Pictures.gradient(32, 32))
    let profile = try Self.bytes(try #require(cmsCreate_sRGBProfile()))
    #expect(try Self.tagged(file, profile).decoded().bytes == (try file.decoded().bytes))
  }

  @Test("A damaged profile, or one for grey on colour, is ignored")
  func damaged() throws {
    let file = try ImageEncoder(.jpeg).data(try Pictures.gradient(32, 32))
    let plain = try file.decoded().bytes
    #expect(try Self.tagged(file, [UInt8](repeating: 7, count: 200)).decoded().bytes == plain)
    #expect(try Self.tagged(file, try Self.profile(gamma: 1, grey: true)).decoded().bytes == plain)
  }

  @Test("Metadata is written only when asked, and made upright", arguments: [ImageFormat.jpeg, .png, .webp])
  func metadata(format: ImageFormat) throws {
    let xmp = [UInt8]("<x tiff:Orientation=\"6\"/>".utf8)
    let source = try ImageEncoder(.jpeg).data(try Pictures.gradient(20, 10))
      .withOrientation(6).withSegment(1, [UInt8]("http://ns.adobe.com/xap/1.0/\0".utf8) + xmp)
    let metadata = try source.metadata()
    #expect(metadata.exif == .exif(6))
    #expect(metadata.xmp == xmp)
    let upright = try source.decoded()
    let kept = try ImageEncoder(format, metadata: metadata).data(upright)
    let back = try kept.metadata()
    #expect(back.exif == .exif(1))
    #expect(back.xmp == [UInt8]("<x tiff:Orientation=\"1\"/>".utf8))
    #expect(try kept.decoded().size == .init(width: 10, height: 20))
    let stripped = try ImageEncoder(format).data(upright)
    #expect(try stripped.metadata().isEmpty)
  }

  @Test("The thumbnail, which shows what was cropped away, is not kept")
  func thumbnail() throws {
    // A directory with the orientation, one with a thumbnail's place and length, and the thumbnail.
    let first: [UInt8] = [1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 26, 0, 0, 0]
    let second: [UInt8] =
      [2, 0, 1, 2, 4, 0, 1, 0, 0, 0, 56, 0, 0, 0, 2, 2, 4, 0, 1, 0, 0, 0, 4, 0, 0, 0] + [0, 0, 0, 0]
    let exif = [0x49, 0x49, 42, 0, 8, 0, 0, 0] + first + second + [1, 2, 3, 4]
    let file = try ImageEncoder(.png, metadata: ImageMetadata(exif: exif)).data(try Pictures.gradient(4, 4))
    let kept = try #require(try file.metadata().exif)
    #expect(kept.count == exif.count)
    #expect(kept[18] == 1)
    #expect(kept[22..<26].allSatisfy { $0 == 0 })
    #expect(kept.suffix(4).allSatisfy { $0 == 0 })
  }

  @Test("Tells what a format has no room for")
  func lost() throws {
    let metadata = ImageMetadata(
      exif: [1], xmp: [UInt8](repeating: 32, count: 70_000), iptc: [UInt8]("Photoshop 3.0\0".utf8))
    #expect(metadata.lost(in: .jpeg) == ["XMP"])
    #expect(metadata.lost(in: .png) == ["IPTC"])
    #expect(metadata.lost(in: .webp) == ["IPTC"])
    let file = try ImageEncoder(.jpeg, metadata: metadata).data(try Pictures.gradient(4, 4))
    #expect(try file.metadata().xmp == nil)
    #expect(ImageMetadata().lost(in: .jpeg).isEmpty)
  }

  @Test("Headers tell size, alpha and format", arguments: [ImageFormat.jpeg, .png, .webp])
  func probing(format: ImageFormat) throws {
    let info = try ImageEncoder(format).data(try Pictures.flat(19, 23, [1, 2, 3, 100])).probed()
    #expect(info.format == format)
    #expect(info.size == .init(width: 19, height: 23))
    #expect(info.hasAlpha == (format != .jpeg))
    #expect(info.frames == 1)
    #expect(info.bitsPerChannel == 8)
    #expect(info.profileDescription == nil)
  }

  @Test("Memory may come from elsewhere, and goes back there")
  func allocator() throws {
    let file = try ImageEncoder(.png).data(try Pictures.gradient(16, 16))
    nonisolated(unsafe) let block = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 16)
    defer { block.deallocate() }
    nonisolated(unsafe) var returned = 0
    let lent = Raster.Allocator(
      allocate: { $0 <= 4096 ? block : nil }, deallocate: { _, bytes in returned = bytes })
    do {
      let raster = try file.decoded(with: ImageDecoder(allocator: lent))
      #expect(UnsafeMutableRawPointer(raster.base) == block)
    }
    #expect(returned == 16 * 16 * 3)
  }
}
