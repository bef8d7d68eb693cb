package app.sotto.android

import android.widget.LinearLayout
import app.sotto.*

/** The settings of secure mode: levels for all calls, for contacts, for places and times, and levels of one's own. */
class SecureSettingsPage(host: Host, about: String) : Page<SecureSettingsView>(host) {
    override fun read(phone: Phone) = phone.secureSettingsView()
    override fun title(of: SecureSettingsView) = of.title.words

    override fun LinearLayout.fill(of: SecureSettingsView) {
        part(of.defaultTitle) {
            flow { for (one in of.default) addView(buttons.choice(one.title.words, one.chosen) { host.run { it.setDefaultLevel(one.level) } }) }
        }
        part(of.contactsTitle, of.noContacts) {
            for (row in of.contacts) row(listOf(row.who, row.levelWords), row.remove) { it.setUsualLevel(row.id, 0u) }
        }
        part(of.rulesTitle, of.noRules) {
            for (row in of.rules) row(listOf(row.levelWords, row.place, row.hours), row.remove) { it.removeRule(row.rule) }
            button(of.addRule, Weight.SOFT, R.drawable.add) { host.go(Route(Place.RULE)) }
        }
        part(of.ownTitle, of.noOwn) {
            for (own in of.own) {
                add(kit.text(own.title, Style.STRONG))
                for (choice in own.operations) buttons.check(choice.button, choice.forbidden) {
                    host.run { it.changeLevel(own.level, choice.changed) }
                }?.let { add(it) }
                button(own.delete, Weight.PLAIN, R.drawable.delete) { host.run { it.deleteLevel(own.level) } }
            }
            button(of.addLevel, Weight.SOFT, R.drawable.add) { host.run { it.addLevel(of.added) } }
        }
    }

    private fun LinearLayout.row(words: List<Text>, remove: Button, removes: (Phone) -> Unit) {
        words.forEachIndexed { index, text -> add(kit.text(text, if (index == 0) Style.STRONG else Style.BODY)) }
        button(remove, Weight.PLAIN, R.drawable.delete) { host.run(removes) }
        add(kit.line())
    }
}

/** A rule that is being written: the core says what there is to choose, and what the rule is after each tap. */
class RulePage(host: Host, about: String) : Page<RuleDraftView>(host) {
    private var draft: LevelRule? = null

    override fun read(phone: Phone) = phone.ruleDraft(draft, null)
    override fun title(of: RuleDraftView) = of.title.words

    override fun LinearLayout.fill(of: RuleDraftView) {
        add(kit.text("${of.place.words} · ${of.hours.words}", Style.STRONG))
        for (part in of.parts) part(part.title) {
            flow {
                for (choice in part.choices) buttons.choice(choice.button, choice.chosen) {
                    draft = choice.rule
                    bind(host.phone)
                }?.let(::addView)
            }
        }
        wide(of.save, Weight.MAIN, R.drawable.check) { if (host.run { it.addRule(of.rule) }) host.back() }
    }
}

/** The preset gesture (S1.1): taught here, recognised everywhere in the app. */
class GesturePage(host: Host, about: String) : Page<GestureView>(host) {
    /** What was tapped last; none: the core chooses. */
    private var level: UByte? = null

    override fun read(phone: Phone) = phone.gestureView(level)
    override fun title(of: GestureView) = of.title.words

    override fun LinearLayout.fill(of: GestureView) {
        add(kit.text(of.state))
        val teaching = of.teaching
        if (teaching != null) return add(kit.card {
            add(kit.text(teaching.title, Style.TITLE))
            add(kit.text(teaching.how, Style.STRONG))
            add(kit.text(teaching.progress))
            teaching.note?.let { add(kit.text(it)) }
            button(teaching.stop, Weight.PLAIN) { host.run { it.stopTeaching() } }
        })
        flow {
            for (choice in of.levels) addView(buttons.choice(choice.title.words, choice.chosen) {
                level = choice.level
                bind(host.phone)
            })
        }
        for (kind in of.kinds) wide(kind.teach) { host.run { it.teachGesture(kind.kind, of.level) } }
        of.forget?.let { button(it, Weight.PLAIN, R.drawable.delete) { host.run { core -> core.forgetGesture() } } }
    }
}
