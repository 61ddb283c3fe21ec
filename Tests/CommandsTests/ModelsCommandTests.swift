@testable import Commands
import Foundation
import Testing
import TestSupport

@Suite("The list of models")
struct ModelsCommandTests {
  private func run(_ arguments: String...) throws -> Sandbox.Outcome {
    try Sandbox(plugins: try TestBundles.priced().path).run(["models"] + arguments)
  }

  @Test("Says what each costs, how long it takes and who runs it")
  func list() throws {
    let outcome = try run()
    #expect(outcome.code == .success)
    #expect(outcome.error.isEmpty)
    #expect(
      outcome.output == """
        MODEL                            VENDOR       MAKES              PRICE                 TIME         RUN BY
        dream-machine/reframe_image      Luma         images, 7 ratios   $0.002-0.015 a run    unknown      no provider installed
        dream-machine/reframe_video      Luma         videos, 7 ratios   unknown               unknown      no provider installed
        local/reframe                    local        images, any ratio  free                  0.1 s        local
        luma-photon-flash-reframe-image  Eachlabs     images, 7 ratios   $0.005 a run          60 s         no provider installed
        luma/reframe-image               Replicate    images, 7 ratios   unknown               unknown      no provider installed
        luma/reframe-video               Replicate    videos, 7 ratios   unknown               unknown      no provider installed
        ray-3.2/video_reframe            Luma Agents  videos, 6 ratios   $0.03-0.36 a second   unknown      no provider installed
        reframe                          FASHN        images, 10 ratios  1-5 credits an image  up to 120 s  no provider installed
        reframe-image                    Eachlabs     images, 7 ratios   $0.01-0.03 a run      25 s         no provider installed

        """)
  }

  @Test("Tells everything of one")
  func show() throws {
    #expect(
      try run("show", "reframe").output == """
        reframe: FASHN Reframe

          Vendor       FASHN
          Works on     images
          Lifecycle    experimental
          Run by       no provider installed
          Modes        auto
          Ratios       21:9, 16:9, 3:2, 4:3, 5:4, 1:1, 4:5, 3:4, 2:3, 9:16
          Resolutions  1k, 2k, 4k
          Reads        images; formats not published
          Writes       png, jpeg
          Limits       none published
          Time         up to 120 s
          Price        1-5 credits an image (price book fashn 2026-06, rule reframe, by credit-table)
          Compared at  $0.075 a credit (on-demand credits, by third parties' word, 2026-06)

        Prices
          generation_mode=fast      resolution=1k  1 credit
          generation_mode=fast      resolution=2k  2 credits
          generation_mode=fast      resolution=4k  3 credits
          generation_mode=balanced  resolution=1k  2 credits
          generation_mode=balanced  resolution=2k  3 credits
          generation_mode=balanced  resolution=4k  4 credits
          generation_mode=quality   resolution=1k  3 credits
          generation_mode=quality   resolution=2k  4 credits
          generation_mode=quality   resolution=4k  5 credits

        Output sizes
          21:9  1568x672   1k
          16:9  1360x760   1k
          3:2   1248x832   1k
          4:3   1176x880   1k
          5:4   1144x912   1k
          1:1   1024x1024  1k
          4:5   912x1144   1k
          3:4   880x1176   1k
          2:3   832x1248   1k
          9:16  760x1360   1k

        Parameters
          aspect_ratio     string   a ratio                       the ratio of the output
          generation_mode  string   fast | balanced | quality     quality against price and time; if omitted the vendor chooses
          image            string                                 address of the picture, or a data URI
          num_images       integer  1 to 4 (default 1)            how many variations
          output_format    string   png | jpeg (default png)      file format of the result
          resolution       string   1k | 2k | 4k (default 1k)     about 1, 4 or 16 megapixels
          return_base64    boolean  (default false)               result inline instead of as an address
          seed             integer  0 to 4294967295 (default 42)  same seed, same result

        Remarks
          About 1, 4 or 16 megapixels; exact sizes are published for 1k only.
          A source within 2 % of the ratio is refused.
          Without generation_mode it is fast at 1k and quality at 2k and 4k, and billed so.
          Fast at 1k takes under 20 s.
          Sources of at most 2000 pixels on the long side for 1k and 6000 for 4k are advised; no limit is published.
          Results stay at the vendor for 72 hours, inline ones for one.

        Source
          https://docs.fashn.ai

        """)
  }

  @Test("As JSON, all of them or one")
  func json() throws {
    let all = try #require(
      try JSONSerialization.jsonObject(with: Data(try run("--json").output.utf8)) as? [[String: Any]])
    #expect(all.count == 9)
    let one = try #require(
      try JSONSerialization.jsonObject(with: Data(try run("show", "local/reframe", "--json").output.utf8))
        as? [String: Any])
    #expect(one["provider"] as? String == "local")
    #expect(one["price"] as? String == "free")
    #expect((one["card"] as? [String: Any])?["slug"] as? String == "local/reframe")
  }

  @Test("A name that nobody has gets the nearest")
  func typo() throws {
    let outcome = try run("show", "reframe-imgae")
    #expect(outcome.code == .usage)
    #expect(
      outcome.error.hasPrefix("reframe: there is no model 'reframe-imgae'; did you mean 'reframe-image'? "))
    #expect(try run("show").error == "reframe: say which model: reframe models show MODEL\n")
    #expect(
      try run("reframe").error
        == "reframe: 'reframe models' takes no 'reframe'; try 'reframe models show reframe'\n")
  }

  @Test("Files that are wrong are named with the place, and the rest is used")
  func refused() throws {
    let folder = try TestFolder()
    try folder.write(Array("{".utf8), to: "models/bad.json")
    try folder.write(
      Array(
        #"{"schema": "reframe.price-book/1", "id": "x", "version": "1", "vendor": "x", "unit": "USD", "rules": {"r": {"calculator": "fixed", "per": "run", "prices": [{"amount": 0.1}]}}}"#
          .utf8), to: "prices/x.json")
    let outcome = try run("--catalogue", folder.path)
    #expect(outcome.code == .success)
    #expect(outcome.output.contains("reframe-image"))
    #expect(
      outcome.error == """
        reframe: not used: \(folder.path)/prices/x.json:1:158: rules.r.prices[0].amount: write the amount as a text \
        such as "0.005"; a JSON number is not exact
        reframe: not used: \(folder.path)/models/bad.json:1:2: expected the name of a member in double quotes, and the text ends

        """)
  }

  @Test("The settings say where plugins and the catalogue are looked for")
  func configured() throws {
    let sandbox = try Sandbox(plugins: try TestFolder().path)
    let plugins = try TestBundles.priced().path
    let text = "plugin: {path: ['\(plugins)']}\ncatalogue: {path: [mine]}\n"
    try sandbox.folder.write(text.utf8, to: "r.yaml")
    try sandbox.folder.write("{".utf8, to: "mine/models/bad.json")
    let outcome = sandbox.run("models", "--config", "~/r.yaml")
    #expect(outcome.code == .success)
    #expect(outcome.output.contains("free                  0.1 s        local\n"))
    #expect(outcome.error.hasPrefix("reframe: not used: ~/mine/models/bad.json:1:2: "))
  }

  @Test("A card whose price is not in the books is listed without one")
  func unpriced() throws {
    let folder = try TestFolder()
    try folder.write(
      Array(
        """
        {"schema": "reframe.models/1", "models": [{"slug": "a/b", "vendor": "v", "title": "t", "medium": "image",
         "lifecycle": "stable", "modes": ["auto"], "formats": ["png"], "outputLimit": 1, "parameters": {},
         "pricing": {"book": "fashnn", "rule": "reframe"}}]}
        """.utf8), to: "models/mine.json")
    let outcome = try run("show", "a/b", "--catalogue", folder.path)
    #expect(outcome.code == .success)
    #expect(outcome.output.contains("  Price        unknown\n"))
    #expect(
      outcome.error
        == "reframe: not used: \(folder.path)/models/mine.json:3:14: models[0].pricing.book: there is no price book "
        + "'fashnn'; did you mean 'fashn'?\n")
  }
}
