package app.sotto.android

import android.os.Build
import android.security.keystore.*
import app.sotto.*
import java.security.*
import javax.crypto.*
import javax.crypto.spec.GCMParameterSpec

private const val STORE = "AndroidKeyStore"
private const val NAME = "sotto.store"
private const val WAY = "AES/GCM/NoPadding"
private const val NONCE = 12
private const val FORM: Byte = 1

/** Wraps the store's key by one that never leaves the phone's secure hardware; StrongBox where there is one (S2.9). */
class KeystoreVault : KeyVault {
    override fun wrap(key: ByteArray): ByteArray = guarded {
        val cipher = Cipher.getInstance(WAY)
        // the Keystore chooses the nonce
        cipher.init(Cipher.ENCRYPT_MODE, existing() ?: make())
        byteArrayOf(FORM) + cipher.iv + cipher.doFinal(key)
    }

    override fun unwrap(wrapped: ByteArray): ByteArray = guarded {
        val key = existing() ?: throw VaultException.Foreign()
        if (wrapped.size <= 1 + NONCE || wrapped[0] != FORM) throw VaultException.Foreign()
        val cipher = Cipher.getInstance(WAY)
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(128, wrapped, 1, NONCE))
        cipher.doFinal(wrapped, 1 + NONCE, wrapped.size - 1 - NONCE)
    }

    private fun existing(): SecretKey? = KeyStore.getInstance(STORE).apply { load(null) }.getKey(NAME, null) as SecretKey?

    private fun make(): SecretKey = try {
        make(strongBox = true)
    } catch (none: ProviderException) {
        // no StrongBox: the ordinary secure hardware, then
        make(strongBox = false)
    }

    private fun make(strongBox: Boolean): SecretKey {
        val terms = KeyGenParameterSpec.Builder(NAME, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
        if (Build.VERSION.SDK_INT >= 28) terms.setIsStrongBoxBacked(strongBox)
        val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE)
        generator.init(terms.build())
        return generator.generateKey()
    }

    /** What the system throws, as the core knows it. */
    private fun <T> guarded(work: () -> T): T = try {
        work()
    } catch (failed: Exception) {
        throw when (failed) {
            is VaultException -> failed
            is AEADBadTagException, is UnrecoverableKeyException -> VaultException.Foreign()
            // a key that was invalidated for good is told by the same family of errors; the phone says what can be done
            is InvalidKeyException -> VaultException.Locked()
            else -> VaultException.Unusable()
        }
    }
}
