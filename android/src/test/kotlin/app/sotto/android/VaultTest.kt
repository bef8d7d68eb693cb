package app.sotto.android

import app.sotto.VaultException
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Enumeration
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import org.junit.After
import org.junit.Before
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The vault, on a Keystore of the test's: the real one is in the phone's hardware. */
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApp::class, sdk = [34, 35])
class VaultTest {
    @Before
    fun provide() {
        Keys.kept.clear()
        Keys.asked.clear()
        Keys.strongBox = true
        Security.addProvider(TestKeystore())
    }

    @After
    fun remove() {
        Security.removeProvider(TestKeystore.NAME)
        closeApp()
    }

    @Test
    fun `what was wrapped is unwrapped at the next start, and shows nothing of the key`() {
        val key = ByteArray(32) { it.toByte() }
        val wrapped = KeystoreVault().wrap(key)
        assertFalse(wrapped.toList().windowed(8).any { it == key.take(8) })
        assertContentEquals(key, KeystoreVault().unwrap(wrapped))
    }

    @Test
    fun `a phone without StrongBox keeps the key in its ordinary secure hardware`() {
        Keys.strongBox = false
        val key = ByteArray(32) { it.toByte() }
        assertContentEquals(key, KeystoreVault().unwrap(KeystoreVault().wrap(key)))
        assertEquals(listOf(true, false), Keys.asked)
    }

    @Test
    fun `what another phone wrapped, or what was changed, is foreign`() {
        val wrapped = KeystoreVault().wrap(ByteArray(32))
        wrapped[wrapped.size - 1] = (wrapped.last() + 1).toByte()
        assertFailsWith<VaultException.Foreign> { KeystoreVault().unwrap(wrapped) }
        assertFailsWith<VaultException.Foreign> { KeystoreVault().unwrap(ByteArray(3)) }
        Keys.kept.clear()
        assertFailsWith<VaultException.Foreign> { KeystoreVault().unwrap(ByteArray(61)) }
    }
}

object Keys {
    val kept = HashMap<String, SecretKey>()

    /** The phone has one, and whether each key was to lie in it. */
    var strongBox = true
    val asked = ArrayList<Boolean>()
}

/** As much of AndroidKeyStore as the vault uses. */
class TestKeystore : Provider(NAME, "1", "a keystore for tests") {
    init {
        put("KeyStore.$NAME", Store::class.java.name)
        put("KeyGenerator.AES", Generator::class.java.name)
    }

    class Generator : KeyGeneratorSpi() {
        private var name = ""
        private var inStrongBox = false

        override fun engineInit(random: SecureRandom?) = Unit

        override fun engineInit(size: Int, random: SecureRandom?) = Unit

        override fun engineInit(terms: AlgorithmParameterSpec?, random: SecureRandom?) {
            val wanted = terms as android.security.keystore.KeyGenParameterSpec
            name = wanted.keystoreAlias
            Keys.asked += wanted.isStrongBoxBacked
            inStrongBox = wanted.isStrongBoxBacked
        }

        override fun engineGenerateKey(): SecretKey {
            if (inStrongBox && !Keys.strongBox) throw android.security.keystore.StrongBoxUnavailableException()
            return SecretKeySpec(ByteArray(32).also(SecureRandom()::nextBytes), "AES").also { Keys.kept[name] = it }
        }
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(alias: String, password: CharArray?): java.security.Key? = Keys.kept[alias]

        override fun engineLoad(stream: java.io.InputStream?, password: CharArray?) = Unit

        override fun engineContainsAlias(alias: String): Boolean = alias in Keys.kept

        override fun engineAliases(): Enumeration<String> = Collections.enumeration(Keys.kept.keys)

        override fun engineSize(): Int = Keys.kept.size

        override fun engineIsKeyEntry(alias: String): Boolean = alias in Keys.kept

        override fun engineDeleteEntry(alias: String) {
            Keys.kept.remove(alias)
        }

        override fun engineGetCertificateChain(alias: String): Array<java.security.cert.Certificate>? = null

        override fun engineGetCertificate(alias: String): java.security.cert.Certificate? = null

        override fun engineGetCreationDate(alias: String): java.util.Date? = null

        override fun engineSetKeyEntry(a: String?, k: java.security.Key?, p: CharArray?, c: Array<out java.security.cert.Certificate>?) = Unit

        override fun engineSetKeyEntry(a: String?, k: ByteArray?, c: Array<out java.security.cert.Certificate>?) = Unit

        override fun engineSetCertificateEntry(a: String?, c: java.security.cert.Certificate?) = Unit

        override fun engineIsCertificateEntry(alias: String?): Boolean = false

        override fun engineGetCertificateAlias(cert: java.security.cert.Certificate?): String? = null

        override fun engineStore(stream: java.io.OutputStream?, password: CharArray?) = Unit
    }

    companion object {
        const val NAME = "AndroidKeyStore"
    }
}
