import Foundation
import Testing
import UIKit

@testable import SottoApp

extension AppTests {
    @Test("a person joins a server with a pasted link and sees the levels, then the card")
    func firstRun() async throws {
        let person = try await Person()
        try await person.until("the first screen") { person.shows("Join a server") || person.shows("Join") }
        try person.picture("join-light")
        UIPasteboard.general.string = try joinLink()
        try person.tap("Paste the link")
        try person.tap("Join")
        try await person.until("the levels") { person.top is LevelsScreen && person.shows("What secure mode 3 forbids") }
        try person.picture("levels-light")
        try person.tap("Next")
        try await person.until("the card") { person.top is CardScreen && person.shows("The code of my card") }
        try person.picture("card-light")
        await person.close()
    }
}
