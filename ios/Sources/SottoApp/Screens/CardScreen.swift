// My card: the code large and bright, the name and server under it.
import SottoKit
import UIKit

struct CardModel: Equatable, Sendable {
    let card: MyCard
    let picture: Data?
}

final class CardScreen: Screen<CardModel> {
    private var brightness: CGFloat?

    override func read(_ phone: Phone) async -> CardModel? {
        phone.myCard().map { CardModel(card: $0, picture: phone.myCardPicture(module: 8)) }
    }

    override func viewDidAppear(_ animated: Bool) {
        super.viewDidAppear(animated)
        guard let screen = view.window?.windowScene?.screen else { return }
        brightness = screen.brightness
        screen.brightness = 1
    }
    override func viewWillDisappear(_ animated: Bool) {
        super.viewWillDisappear(animated)
        if let brightness { view.window?.windowScene?.screen.brightness = brightness }
        brightness = nil
    }

    override func dress(_ model: CardModel) {
        title = host.words[.card]
        navigationItem.rightBarButtonItems = [barItem(.code, host.words[.scan]) { [host] in host.go(.scanner) }]
    }

    override func pieces(_ model: CardModel) -> [any Piece] {
        let card = model.card
        var pieces: [any Piece] = []
        if let picture = model.picture { pieces.append(Picture(data: picture, label: host.words[.cardCode])) }
        if let name = card.name { pieces.append(Words(name, .title, centered: true)) }
        return pieces + [
            Words(card.server, .quiet, centered: true), Words(card.reachable.words, centered: true),
            Words(card.expiry.words, .quiet, centered: true),
            Control(card.share, .share, .primary) { [weak self] in self?.share(card.uri) },
            Control(card.newCard, .plus) { [host] in host.attempt { try $0.newCard() } },
            Words(card.newCardHint.words, .quiet),
        ]
    }

    private func share(_ uri: String) {
        let sheet = UIActivityViewController(activityItems: [uri], applicationActivities: nil)
        sheet.popoverPresentationController?.sourceView = view
        present(sheet, animated: true)
    }
}
