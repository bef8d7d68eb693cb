package app.sotto.android

import android.app.*
import android.widget.*
import app.sotto.*
import app.sotto.Button
import kotlin.concurrent.thread

/** Settings: the core's, and the few that are the shell's own (the app's lock, what wakes the phone). */
class SettingsPage(host: Host, about: String) : Page<SettingsView>(host) {
    private val choices = Choices(kit.context)
    private val push = Push(kit.context)

    override fun read(phone: Phone) = phone.settingsView()
    override fun title(of: SettingsView) = of.title.words

    override fun LinearLayout.fill(of: SettingsView) {
        part(of.account) {
            add(kit.text(of.nameWords, Style.STRONG))
            of.server?.let { add(kit.text(it)) }
            add(kit.text(of.reachable, Style.SMALL))
            go(of.card, R.drawable.card, Place.MY_CARD)
        }
        add(kit.card {
            go(of.secure, R.drawable.eyeglasses, Place.SECURE_SETTINGS)
            add(kit.text(of.secureState, Style.SMALL))
            go(of.gesture, R.drawable.eyeglasses, Place.GESTURE)
            add(kit.text(of.gestureState, Style.SMALL))
            go(of.organisations, R.drawable.person, Place.ORGANISATIONS)
        })
        part(of.privacy) {
            buttons.check(of.tellRead, of.tellsRead) { host.run { it.tellRead(!of.tellsRead) } }?.let { add(it) }
            add(lock())
        }
        add(kit.card { waking() })
        part(of.language) {
            flow {
                val speaks = kit.context.sotto.session
                for (row in of.languages) addView(buttons.choice(row.label.words, row.chosen) { if (host.run { it.chooseLanguage(row.language) }) speaks.speak() })
            }
        }
        part(of.about) {
            add(kit.text(of.version))
            add(kit.text(of.licence))
            add(kit.text(host.word("licences"), Style.SMALL))
            add(kit.text(kit.context.getString(R.string.licences), Style.SMALL))
        }
        button(of.erase, Weight.PLAIN, R.drawable.delete) {
            host.sure(of.erase.label.words, of.eraseSure.words) {
                val phone = host.phone
                thread {
                    val refused = runCatching(phone::erase).exceptionOrNull() as Exception?
                    // whatever is left, the Keystore's keys too; the system ends the app
                    val cleared = kit.context.service<ActivityManager>().clearApplicationUserData()
                    if (!cleared) (kit.context as Activity).runOnUiThread { host.tell(refused?.said() ?: host.word("retry")) }
                }
            }
        }
    }

    /** The app's lock; the box says what is so, also where the phone has no lock to ask for. */
    private fun lock(): CheckBox = buttons.check(host.word("lock_setting"), choices.locks) { }.apply {
        setOnClickListener {
            if (AppLock.possible(context)) choices.locks = !choices.locks else host.tell(host.word("lock_none"))
            isChecked = choices.locks
        }
    }

    /** What wakes this phone while the app is closed: an app that passes on wake-ups, or the connection kept open. */
    private fun LinearLayout.waking() {
        add(kit.text(host.word("wake_title"), Style.HEAD))
        add(kit.text(host.phone.pushView().words))
        add(kit.text(host.word("wake_how"), Style.SMALL))
        for ((name, words) in push.distributors()) add(buttons.choice(words, name == choices.distributor) {
            push.use(name.takeIf { it != choices.distributor })
            host.replace(Route(Place.SETTINGS))
        })
        add(buttons.check(host.word("stay_setting"), choices.stays) { kit.context.sotto.calls.stay(it) })
    }

    private fun LinearLayout.go(control: Button, icon: Int, route: Place) = button(control, Weight.SOFT, icon) { host.go(Route(route)) }
}
