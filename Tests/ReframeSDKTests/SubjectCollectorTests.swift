import CReframe
import Testing

@testable import ReframeSDK

@Suite("What a detector answers is checked")
struct SubjectCollectorTests {
  private let offPicture = ReframeError(
    .internalFault, "the detector answered a region off the picture, or a score outside 0 to 1")

  private func region(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, score: Double = 1
  ) -> rf_region {
    var region = rf_region()
    region.size = UInt32(MemoryLayout<rf_region>.size)
    (region.x, region.y, region.width, region.height, region.score) = (x, y, width, height, score)
    return region
  }

  /// Sends regions until one is refused, and answers the last status.
  private func send(_ regions: [rf_region], to collector: SubjectCollector) -> Int32 {
    collector.withSink { sink in
      for var region in regions {
        let status = sink.pointee.region(sink.pointee.context, &region)
        if status != RF_OK { return status }
      }
      return RF_OK
    }
  }

  private func send(columns: UInt32, rows: UInt32, _ values: [UInt8]?, to collector: SubjectCollector)
    -> Int32
  {
    collector.withSink { sink in
      var grid = rf_saliency()
      grid.size = UInt32(MemoryLayout<rf_saliency>.size)
      (grid.columns, grid.rows) = (columns, rows)
      guard let values else { return sink.pointee.saliency(sink.pointee.context, &grid) }
      return values.withUnsafeBufferPointer {
        grid.values = $0.baseAddress
        return sink.pointee.saliency(sink.pointee.context, &grid)
      }
    }
  }

  @Test("Regions are put in order of their scores")
  func order() throws {
    let collector = SubjectCollector()
    #expect(
      send([region(0, 0, 0.5, 0.5, score: 0.2), region(0.5, 0, 0.5, 0.5, score: 0.9)], to: collector) == RF_OK
    )
    let map = try collector.map()
    #expect(map.regions.map(\.score) == [0.9, 0.2])
    #expect(map.regions[0].box == UnitRect(x: 0.5, y: 0, width: 0.5, height: 0.5))
    #expect(map.saliency == nil)
    #expect(collector.failure == nil)
  }

  @Test("Nothing found is an empty map")
  func nothing() throws { #expect(try SubjectCollector().map() == SubjectMap(regions: [])) }

  @Test("The edges and a hair beyond them are accepted")
  func edges() throws {
    let collector = SubjectCollector()
    let regions = [region(0, 0, 1, 1), region(-0.0005, 0, 1.001, 1), region(0.5, 0.5, 0, 0, score: 0)]
    #expect(send(regions, to: collector) == RF_OK)
    #expect(try collector.map().regions.count == 3)
  }

  @Test(
    "Nonsense is refused and remembered",
    arguments: [
      [.nan, 0, 0.1, 0.1, 1], [0, .infinity, 0.1, 0.1, 1], [0, 0, .nan, 0.1, 1], [0, 0, 0.1, 0.1, .nan],
      [2, 2, 1, 1, 1], [-0.1, 0, 0.5, 0.5, 1], [0.6, 0, 0.5, 0.5, 1], [0, 0.9, 0.5, 0.2, 1],
      [0.5, 0.5, -0.1, 0.1, 1], [0.5, 0.5, 0.1, -0.1, 1], [0, 0, 0.1, 0.1, 1.1], [0, 0, 0.1, 0.1, -0.1],
      [0, 0, .greatestFiniteMagnitude, 1, 1],
    ] as [[Double]])
  func nonsense(numbers: [Double]) {
    let collector = SubjectCollector()
    let bad = region(numbers[0], numbers[1], numbers[2], numbers[3], score: numbers[4])
    #expect(send([bad], to: collector) == RF_INVALID_ARGUMENT)
    #expect(send([region(0, 0, 1, 1)], to: collector) == RF_OK)
    #expect(throws: offPicture) { try collector.map() }
    #expect(collector.failure == offPicture)
  }

  @Test("A thousand regions are taken, not one more")
  func tooMany() throws {
    let collector = SubjectCollector()
    let regions = Array(repeating: region(0, 0, 1, 1), count: 1000)
    #expect(send(regions, to: collector) == RF_OK)
    #expect(try collector.map().regions.count == 1000)
    #expect(send([region(0, 0, 1, 1)], to: collector) == RF_INVALID_ARGUMENT)
    #expect(throws: ReframeError(.internalFault, "the detector answered more than 1000 regions")) {
      try collector.map()
    }
  }

  @Test("A grid is taken")
  func grid() throws {
    let collector = SubjectCollector()
    #expect(send(columns: 2, rows: 1, [3, 4], to: collector) == RF_OK)
    #expect(try collector.map().saliency == SaliencyGrid(columns: 2, rows: 1, values: [3, 4]))
  }

  @Test(
    "A grid without cells, of too many, or without values is refused",
    arguments: [(65537, 1, 65537), (1, 65537, 65537), (0, 4, 4), (4, 0, 4), (.max, .max, 4), (2, 2, nil)]
      as [(UInt32, UInt32, Int?)])
  func badGrid(columns: UInt32, rows: UInt32, count: Int?) {
    let collector = SubjectCollector()
    let values = count.map { [UInt8](repeating: 1, count: $0) }
    #expect(send(columns: columns, rows: rows, values, to: collector) == RF_INVALID_ARGUMENT)
    #expect(
      throws: ReframeError(.internalFault, "the detector answered a saliency grid of \(columns) x \(rows)")
    ) {
      try collector.map()
    }
  }

  @Test("A second grid is refused")
  func twoGrids() {
    let collector = SubjectCollector()
    #expect(send(columns: 1, rows: 1, [1], to: collector) == RF_OK)
    #expect(send(columns: 1, rows: 1, [2], to: collector) == RF_INVALID_ARGUMENT)
    #expect(throws: ReframeError(.internalFault, "the detector answered more than one saliency grid")) {
      try collector.map()
    }
  }

  @Test("Structs that are missing or too short are refused unread")
  func short() throws {
    let collector = SubjectCollector()
    collector.withSink { sink in
      var region = region(0, 0, 1, 1)
      region.size = 32
      #expect(sink.pointee.region(sink.pointee.context, &region) == RF_INVALID_ARGUMENT)
      #expect(sink.pointee.region(sink.pointee.context, nil) == RF_INVALID_ARGUMENT)
      #expect(sink.pointee.region(nil, &region) == RF_INVALID_ARGUMENT)
      var grid = rf_saliency()
      grid.size = 8
      #expect(sink.pointee.saliency(sink.pointee.context, &grid) == RF_INVALID_ARGUMENT)
      #expect(sink.pointee.saliency(sink.pointee.context, nil) == RF_INVALID_ARGUMENT)
      #expect(sink.pointee.saliency(nil, &grid) == RF_INVALID_ARGUMENT)
    }
    #expect(try collector.map() == SubjectMap(regions: []))
  }
}
