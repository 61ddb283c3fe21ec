@testable import Conformance
import Imaging
import ReframeSDK
import Testing

@Suite("A PNG file without compression")
struct PNGFileTests {
  @Test("Is read as what was written", arguments: [3, 4])
  func roundTrip(channels: Int) throws {
    for (width, height) in [(1, 1), (7, 5), (200, 150)] {
      var form = LentPicture.Form()
      form.size = PixelSize(width: width, height: height)
      form.channels = channels
      let picture = LentPicture(form)
      let bytes = PNGFile(picture).bytes
      let raster = try bytes.withUnsafeBytes {
        try ImageDecoder().decode($0, info: try ImageInfo.probe($0))
      }
      for y in 0..<height {
        let row = Array(raster.row(y).prefix(width * channels))
        #expect(row == Array(picture.memory.bytes[(y * width * channels)..<((y + 1) * width * channels)]))
      }
    }
  }
}
