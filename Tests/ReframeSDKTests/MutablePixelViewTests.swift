import Testing

@testable import ReframeSDK

@Suite("Writing to lent pixels")
struct MutablePixelViewTests {
  @Test("Columns are copied from row to row, and none beside them", arguments: [0, 7])
  func copy(padding: Int) throws {
    let picture = RawPicture(5, 3, padding: padding)
    var view = MutablePixelView(try PixelLayout(&picture.image))
    for y in 0..<3 {
      view.withRow(y) { row in
        for x in row.indices { row[x] = UInt8(10 * y + x / 3) }
      }
    }
    view.copyRow(2, to: 0, columns: 1..<4)
    view.copyRow(1, to: 1, columns: 0..<5)
    view.copyRow(0, to: 2, columns: 5..<5)
    #expect((0..<5).map { picture.pixel($0, 0)[0] } == [0, 21, 22, 23, 4])
    #expect((0..<5).map { picture.pixel($0, 1)[2] } == [10, 11, 12, 13, 14])
    #expect((0..<5).map { picture.pixel($0, 2)[1] } == [20, 21, 22, 23, 24])
    #expect(picture.paddingIsUntouched)
  }
}
