import CReframe
import Testing

@testable import ReframeSDK

@Suite("A detector through its C table")
struct DetectorExportTests {
  private func detect(
    _ picture: RawPicture, parameters: String = "{}", job: RawJob = RawJob(),
    into collector: SubjectCollector = SubjectCollector()
  ) throws -> ReframeError? {
    var result: ReframeError?
    try ExportedPlugin.with(.detector) { (table: rf_detector) in
      result = failure { error in
        collector.withSink { sink in
          job.with { job in
            parameters.withText { table.detect(table.instance, job, &picture.image, $0, sink, error) }
          }
        }
      }
    }
    return result
  }

  @Test("Pixels go in and subjects come out", arguments: [(1, 1), (7, 5), (16, 3)], [0, 1, 61])
  func subjects(size: (Int, Int), padding: Int) throws {
    for channels in [3, 4] {
      let picture = RawPicture(size.0, size.1, channels: channels, padding: padding, value: 2)
      let collector = SubjectCollector()
      #expect(try detect(picture, into: collector) == nil)
      let map = try collector.map()
      let sum = 2 * size.0 * size.1 * channels
      #expect(map.regions.map(\.label) == ["\(size.0)x\(size.1) \(channels) \(sum)"])
      #expect(map.regions.first?.box == UnitRect(x: 0.25, y: 0.25, width: 0.5, height: 0.5))
      #expect(map.saliency == SaliencyGrid(columns: 1, rows: 1, values: [9]))
      #expect(picture.paddingIsUntouched)
    }
  }

  @Test("What the detector throws is reported whole")
  func thrown() throws {
    #expect(
      try detect(RawPicture(2, 2), parameters: #"{"throw": 1}"#)
        == ReframeError(.contentPolicy, "not to be looked at", code: "NSFW", isRetryable: true))
  }

  @Test("A cancelled job is seen")
  func cancelled() throws {
    let job = RawJob()
    job.cancel()
    #expect(try detect(RawPicture(2, 2), job: job) == ReframeError(.cancelled, "the job was cancelled"))
  }

  @Test("A region that the host refuses ends the call with the host's status")
  func refused() throws {
    let collector = SubjectCollector()
    #expect(
      try detect(RawPicture(2, 2), parameters: #"{"nonsense": 1}"#, into: collector)
        == ReframeError(.invalidArgument, "the host refused a region"))
    #expect(collector.failure?.kind == .internalFault)
  }

  @Test("Parameters that are no object are refused", arguments: ["[]", "nonsense", "{\"a\": "])
  func parameters(text: String) throws {
    let error = try detect(RawPicture(2, 2), parameters: text)
    #expect(error?.kind == .invalidArgument)
    #expect(error?.message.hasPrefix("parameters: ") == true)
  }

  private static let unknown = "a picture of an unknown descriptor"
  private static let empty = "a picture without pixels, or too large"
  private static let faults: [(String, @Sendable (inout rf_image) -> Void)] = [
    (unknown, { $0.size = 79 }), (unknown, { $0.size = 0 }), (empty, { $0.width = 0 }),
    (empty, { $0.height = 0 }), (empty, { $0.width = 1 << 24 + 1 }), (empty, { $0.height = .max }),
    (empty, { $0.pixels = nil }), ("a stride of 11 bytes for rows of 12", { $0.stride = 11 }),
    ("a stride of 0 bytes for rows of 12", { $0.stride = 0 }),
    ("a stride of \(UInt64.max) bytes for rows of 12", { $0.stride = .max }),
  ]

  @Test("A descriptor that contradicts itself is an invalid argument", arguments: faults.indices)
  func descriptors(index: Int) throws {
    let picture = RawPicture(4, 2)
    Self.faults[index].1(&picture.image)
    #expect(try detect(picture) == ReframeError(.invalidArgument, Self.faults[index].0))
  }

  private static let foreign: [@Sendable (inout rf_image) -> Void] = [
    { $0.sample = UInt32(RF_SAMPLE_U16) }, { $0.sample = UInt32(RF_SAMPLE_F32) }, { $0.sample = 0 },
    { $0.layout = UInt32(RF_GRAY) }, { $0.layout = UInt32(RF_GRAY_ALPHA) }, { $0.layout = 5 },
    { $0.alpha = UInt32(RF_ALPHA_PREMULTIPLIED) },
  ]

  @Test("Another layout or sample type is unsupported", arguments: foreign.indices)
  func layouts(index: Int) throws {
    let picture = RawPicture(4, 2)
    Self.foreign[index](&picture.image)
    #expect(
      try detect(picture)
        == ReframeError(.unsupported, "only 8-bit RGB and RGBA with straight alpha are understood"))
  }

  @Test("Arguments that are missing or too short are refused")
  func missing() throws {
    let picture = RawPicture(2, 2)
    let job = RawJob()
    let noSink = ReframeError(.invalidArgument, "a call without a picture or a sink for subjects")
    let noJob = ReframeError(.invalidArgument, "a job of an unknown size: the host speaks another contract")
    try ExportedPlugin.with(.detector) { (table: rf_detector) in
      SubjectCollector().withSink { sink in
        job.with { job in
          #expect(failure { table.detect(table.instance, job, nil, rf_text(), sink, $0) } == noSink)
          #expect(failure { table.detect(table.instance, job, &picture.image, rf_text(), nil, $0) } == noSink)
          var short = sink.pointee
          short.size = 24
          #expect(
            failure { table.detect(table.instance, job, &picture.image, rf_text(), &short, $0) } == noSink)
          short = sink.pointee
          short.saliency = nil
          #expect(
            failure { table.detect(table.instance, job, &picture.image, rf_text(), &short, $0) } == noSink)
          #expect(
            failure { table.detect(nil, job, &picture.image, rf_text(), sink, $0) }
              == ReframeError(.invalidArgument, "a call without an instance"))
          var old = job.pointee
          old.size = 96
          #expect(
            failure { table.detect(table.instance, &old, &picture.image, rf_text(), sink, $0) } == noJob)
        }
        #expect(failure { table.detect(table.instance, nil, &picture.image, rf_text(), sink, $0) } == noJob)
        #expect(
          table.detect(table.instance, nil, &picture.image, rf_text(), sink, nil) == RF_INVALID_ARGUMENT)
      }
    }
  }
}
